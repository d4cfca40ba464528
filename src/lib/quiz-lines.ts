/** What the beginning of a line makes of it. */
export type MarkerKind = 'single' | 'multiple' | 'order' | 'number' | 'less' | 'more' | 'answer' | 'not' | 'right';

/** A line with a marker, and what is indented below it. */
export interface MarkedLine {
  readonly kind: MarkerKind;
  /** Of a choice: whether it is ticked as right. */
  readonly isRight: boolean;
  readonly text: string;
  /** The indented lines, joined by spaces; empty without any. */
  readonly below: string;
  /** Counted from 0 within the block. */
  readonly line: number;
}

export interface QuizLines {
  readonly prompt: string;
  readonly marked: readonly MarkedLine[];
  /** Lines that belong to nothing. */
  readonly stray: readonly { readonly line: number; readonly text: string }[];
}

const CHOICE = /^([([])([ xX])[)\]](?:\s+(.*))?$/;
const ORDER = /^\d{1,2}[.)](?:\s+(.*))?$/;
const WORD = /^(number|less|more|answer|not|right):(?:\s+(.*))?$/;

function readMarker(text: string): Pick<MarkedLine, 'kind' | 'isRight' | 'text'> | undefined {
  const choice = CHOICE.exec(text);
  if (choice) {
    const kind = choice[1] === '(' ? 'single' : 'multiple';
    return { kind, isRight: choice[2] !== ' ', text: choice[3]?.trim() ?? '' };
  }
  const order = ORDER.exec(text);
  if (order) return { kind: 'order', isRight: true, text: order[1]?.trim() ?? '' };
  const word = WORD.exec(text);
  return word ? { kind: word[1] as MarkerKind, isRight: true, text: word[2]?.trim() ?? '' } : undefined;
}

/** Takes a quiz block apart: the prompt, then lines with a marker, each with what is indented below it. */
export function splitQuizLines(block: string): QuizLines {
  const prompt: string[] = [];
  const marked: MarkedLine[] = [];
  const stray: { line: number; text: string }[] = [];
  for (const [line, raw] of block.split('\n').entries()) {
    const text = raw.trim();
    if (text === '') continue;
    const last = marked.at(-1);
    const marker = /^\s/.test(raw) ? undefined : readMarker(text);
    if (marker) marked.push({ ...marker, below: '', line });
    else if (!last) prompt.push(text);
    else if (/^\s/.test(raw)) marked[marked.length - 1] = { ...last, below: `${last.below} ${text}`.trim() };
    else stray.push({ line, text });
  }
  return { prompt: prompt.join(' '), marked, stray };
}
