import { slugSchema } from '../shared/ids.ts';
import { MAX_ANSWER_LENGTH, MAX_OPTIONS, type QuestionKey } from '../shared/quiz.ts';
import { type MarkedLine, type MarkerKind, splitQuizLines } from './quiz-lines.ts';
import { type ShownQuestion, shuffle, textHash } from './quiz-question.ts';

/** A mistake of the lesson's author, with the fix. `line` counts from 0 within the block; -1 is the line with the backticks. */
export interface QuizMistake {
  readonly line: number;
  readonly mistake: string;
}

export type QuizFence =
  | { readonly isOk: true; readonly shown: ShownQuestion; readonly key: QuestionKey }
  | { readonly isOk: false; readonly mistakes: readonly QuizMistake[] };

/** More is a text, which belongs into the lesson. */
const MAX_PROMPT_LENGTH = 400;
const MAX_OPTION_LENGTH = 160;
const MAX_EXPLANATION_LENGTH = 600;
const MAX_UNIT_LENGTH = 12;

const KINDS: readonly MarkerKind[] = ['single', 'multiple', 'order', 'number', 'answer'];

/** How each marker is written. */
const WRITTEN: Readonly<Record<MarkerKind, string>> = {
  single: '( )',
  multiple: '[ ]',
  order: '1.',
  number: 'number:',
  less: 'less:',
  more: 'more:',
  answer: 'answer:',
  not: 'not:',
  right: 'right:',
};

/** What else may stand in a question, by what it asks for. */
const COMPANIONS: Readonly<Partial<Record<MarkerKind, readonly MarkerKind[]>>> = {
  number: ['less', 'more'],
  answer: ['not'],
};

const NUMBER = /^([+-]?\d+(?:\.\d+)?)(?:\s*(?:±|\+-)\s*(\d+(?:\.\d+)?))?(?:\s+([^\d\s].*))?$/;

/** Reads a quiz block as docs/authoring.md says. `words` is what stands behind ```quiz. */
export function readQuizFence({ words, text }: { readonly words: string; readonly text: string }): QuizFence {
  const mistakes: QuizMistake[] = [];
  const say = (line: number, mistake: string) => void mistakes.push({ line, mistake });
  const { prompt, marked, stray } = splitQuizLines(text);

  const id = words.trim();
  if (!slugSchema.safeParse(id).success) say(-1, describeId(id, prompt));
  if (prompt === '') say(0, 'the question is missing. Write it into the first line, above the answers.');
  checkLength(prompt, 'the question', MAX_PROMPT_LENGTH, 0, say);
  for (const { line, text: lost } of stray) {
    say(line, `"${lost}" belongs to nothing. Indent it below the line that it explains, or begin it with a marker.`);
  }

  const kind = marked.find((line) => KINDS.includes(line.kind))?.kind;
  if (kind === undefined) {
    say(
      -1,
      'there is nothing to answer. Write ( ) and (x), [ ] and [x], 1. 2. 3., number: or answer: below the question.',
    );
    return { isOk: false, mistakes };
  }
  const allowed = new Set<MarkerKind>([kind, 'right', ...(COMPANIONS[kind] ?? [])]);
  const strangers = marked.filter((line) => !allowed.has(line.kind));
  for (const { kind: other, line } of strangers) {
    say(
      line,
      `"${WRITTEN[other]}" can’t stand in a question with "${WRITTEN[kind]}". Make two questions, or change it.`,
    );
  }
  // The rest would be counted wrong.
  if (strangers.length > 0) return { isOk: false, mistakes };
  const of = (wanted: MarkerKind) => marked.filter((line) => line.kind === wanted);
  const once = (wanted: MarkerKind) => {
    const [first, second] = of(wanted);
    if (second) say(second.line, `there is a second "${WRITTEN[wanted]}". Make one of both.`);
    return explain(first, WRITTEN[wanted], say);
  };
  const explanation = once('right');
  if (explanation === null) {
    say(-1, 'nothing says why the right answer is right. End the question with a line "right:" and the reason.');
  }

  const [key, unit] = readKey(kind, of, once, explanation ?? '', say);
  if (mistakes.length > 0 || !key) return { isOk: false, mistakes };
  const options = 'options' in key ? of(kind).map((line) => ({ id: textHash(line.text), text: line.text })) : [];
  const shown = { id, kind: key.kind, prompt, options: kind === 'order' ? shuffle(id, options) : options, unit };
  return { isOk: true, shown, key };
}

type Say = (line: number, mistake: string) => void;

function readKey(
  kind: MarkerKind,
  of: (kind: MarkerKind) => MarkedLine[],
  once: (kind: MarkerKind) => string | null,
  explanation: string,
  say: Say,
): [QuestionKey | undefined, string | undefined] {
  switch (kind) {
    case 'number': {
      const [line, second] = of('number');
      if (second) say(second.line, 'there is a second "number:". Give one, with ± for how far off is still right.');
      const [, value, tolerance = '0', unit] = NUMBER.exec(line?.text ?? '') ?? [];
      if (value === undefined) {
        say(
          line?.line ?? 0,
          `"number: ${line?.text}" is not read. Write it as "number: 50", "number: 50 ± 5" or "number: 50 ± 5 MB".`,
        );
      }
      if (unit !== undefined) checkLength(unit, 'the unit', MAX_UNIT_LENGTH, line?.line ?? 0, say);
      forbidBelow(line, 'Write "less:" and "more:" for hints, "right:" for the reason.', say);
      const hints = { less: once('less'), more: once('more') };
      const number = { value: Number(value), tolerance: Number(tolerance), unit: unit ?? null };
      return [{ kind: 'number', ...number, ...hints, explanation }, unit];
    }
    case 'answer': {
      const [accepted, wrong] = [of('answer'), of('not')];
      for (const { text, line } of [...accepted, ...wrong]) {
        if (text === '') say(line, 'there is no word behind the colon. Write one.');
        checkLength(text, 'it', MAX_ANSWER_LENGTH, line, say);
      }
      for (const line of accepted) forbidBelow(line, 'Write "right:" for the reason.', say);
      const whys = wrong.map((line) => ({ form: line.text, why: whyOf(line, say) ?? '' }));
      return [{ kind: 'text', accepted: accepted.map(({ text }) => text), wrong: whys, explanation }, undefined];
    }
    case 'single':
    case 'multiple':
    case 'order':
      return [{ kind, options: readOptions(kind, of(kind), say), explanation }, undefined];
    default:
      return [undefined, undefined];
  }
}

function readOptions(kind: 'single' | 'multiple' | 'order', lines: readonly MarkedLine[], say: Say) {
  const first = lines[0]?.line ?? 0;
  const least = kind === 'order' ? 3 : 2;
  if (lines.length < least || lines.length > MAX_OPTIONS) {
    say(first, `there are ${lines.length} options. Give ${least} to ${MAX_OPTIONS}.`);
  }
  const seen = new Set<string>();
  for (const { text, line } of lines) {
    if (text === '') say(line, 'an option is empty. Write its text behind the marker, in one line.');
    else if (seen.has(textHash(text))) say(line, `the option "${text}" is there twice. Change or remove one.`);
    seen.add(textHash(text));
    checkLength(text, 'the option', MAX_OPTION_LENGTH, line, say);
  }
  const right = lines.filter(({ isRight }) => isRight).length;
  if (kind === 'single' && right !== 1) {
    say(first, `${right} options are marked (x), and one must be. Use [ ] and [x] where several are right.`);
  }
  if (kind === 'multiple' && right === 0) say(first, 'no option is marked [x]. Mark all that are right.');
  return lines.map((line) => {
    const id = textHash(line.text);
    if (kind === 'order') {
      checkLength(line.below, 'the explanation', MAX_EXPLANATION_LENGTH, line.line, say);
      return { id, why: line.below || null };
    }
    if (!line.isRight) return { id, why: whyOf(line, say) };
    forbidBelow(line, 'It is marked as right: write why below "right:".', say);
    return { id, why: null };
  });
}

/** Why something is wrong. */
function whyOf(line: MarkedLine, say: Say): string | null {
  if (line.below === '') say(line.line, `nothing says why "${line.text}" is wrong. Write it below, indented.`);
  checkLength(line.below, 'the explanation', MAX_EXPLANATION_LENGTH, line.line, say);
  return line.below || null;
}

/** The text of a marker that may go on below; `null` where there is none. */
function explain(line: MarkedLine | undefined, marker: string, say: Say): string | null {
  if (!line) return null;
  const text = `${line.text} ${line.below}`.trim();
  if (text === '') say(line.line, `there is nothing behind "${marker}". Write the text there, or below it, indented.`);
  checkLength(text, `the text of "${marker}"`, MAX_EXPLANATION_LENGTH, line.line, say);
  return text;
}

function forbidBelow(line: MarkedLine | undefined, fix: string, say: Say): void {
  if (line && line.below !== '') say(line.line + 1, `"${line.below}" is not read here. ${fix}`);
}

function checkLength(text: string, what: string, longest: number, line: number, say: Say): void {
  if (text.length > longest) say(line, `${what} is longer than ${longest} characters. Shorten it.`);
}

function describeId(id: string, prompt: string): string {
  const words = prompt.toLowerCase().match(/[a-z0-9]+/g) ?? ['question'];
  const suggested = slugSchema.safeParse(words.slice(-3).join('-')).data ?? 'question';
  const given = id === '' ? '```quiz has no id behind it' : `"${id}" is no id`;
  return `${given}. Write lower-case words joined by hyphens, such as \`\`\`quiz ${suggested}. Answers are kept under it, so do not change it later.`;
}
