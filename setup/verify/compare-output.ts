import { normalizeLine, readLine, sizesAgree } from './varying-words.ts';

/** On a line of its own it stands for any number of lines, within a line for any characters. */
export const ELISION = '…';

/** How output is held against what is shown. */
export interface Comparison {
  readonly isAnyOrder?: true | undefined;
  /** Only the number of lines counts. */
  readonly varies?: string | undefined;
}

export interface Match {
  /** The lines of the output that each shown line stands for: `[from, to)`. */
  readonly spans: readonly (readonly [from: number, to: number])[];
}

/** Lines without the spaces at their ends, and without the empty lines at the end of all. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

export const isElision = (line: string) => line.trim() === ELISION;

/** Where each shown line is in the output; `undefined` where they do not agree. */
export function matchOutput(
  shown: readonly string[],
  actual: readonly string[],
  { isAnyOrder, varies }: Comparison = {},
): Match | undefined {
  if (varies !== undefined) return matchInOrder(shown, actual, () => true);
  return isAnyOrder ? matchInAnyOrder(shown, actual) : matchInOrder(shown, actual, linesAgree);
}

type Agree = (shown: string, actual: string) => boolean;

/** As a glob is matched: the last elision takes one line more whenever what follows it does not fit. */
function matchInOrder(shown: readonly string[], actual: readonly string[], agree: Agree): Match | undefined {
  const spans: [number, number][] = [];
  let at = 0;
  let taken = 0;
  let elision: number | undefined;
  for (;;) {
    const line = shown[at];
    if (line !== undefined && isElision(line)) {
      spans[at] = [taken, taken];
      elision = at;
      at += 1;
    } else if (line !== undefined && taken < actual.length && agree(line, actual[taken] ?? '')) {
      spans[at] = [taken, taken + 1];
      at += 1;
      taken += 1;
    } else if (line === undefined && taken === actual.length) return { spans };
    else {
      const open = elision === undefined ? undefined : spans[elision];
      if (elision === undefined || !open || open[1] >= actual.length) return undefined;
      open[1] += 1;
      taken = open[1];
      at = elision + 1;
    }
  }
}

/** Each shown line takes one of the output's; an elision lets others be. */
function matchInAnyOrder(shown: readonly string[], actual: readonly string[]): Match | undefined {
  const wanted = shown.filter((line) => !isElision(line));
  if (wanted.length > actual.length) return undefined;
  if (wanted.length < actual.length && wanted.length === shown.length) return undefined;
  const owners: (number | undefined)[] = actual.map(() => undefined);
  // A line that could be several gives way to one that could not.
  const place = (index: number, tried: Set<number>): boolean =>
    actual.some((line, at) => {
      if (tried.has(at) || !linesAgree(wanted[index] ?? '', line)) return false;
      tried.add(at);
      const owner = owners[at];
      if (owner !== undefined && !place(owner, tried)) return false;
      owners[at] = index;
      return true;
    });
  return wanted.every((_, index) => place(index, new Set())) ? { spans: [] } : undefined;
}

/** Whether a shown line is what the output has there: equal but for what varies, of which sizes must be alike. */
export function linesAgree(shown: string, actual: string): boolean {
  const [ours, theirs] = [normalizeLine(shown), normalizeLine(actual)];
  if (ours === theirs) {
    const [one, other] = [readLine(shown), readLine(actual)];
    return one.every((part, index) => part.kind !== 'size' || sizesAgree(part.text, other[index]?.text ?? ''));
  }
  if (!shown.includes(ELISION)) return false;
  const pieces = shown.split(ELISION);
  // An elision cuts words in two, so what is beside it is compared as it stands.
  return fitsElision(pieces, actual) || fitsElision(pieces.map(normalizeLine), theirs);
}

function fitsElision(pieces: readonly string[], text: string): boolean {
  const line = text.trim().replace(/ +/g, ' ');
  const [first = '', ...others] = pieces.map((piece) => piece.trim().replace(/ +/g, ' '));
  const last = others.pop() ?? '';
  if (!line.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = line.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return line.length - last.length >= at && line.endsWith(last);
}

/** The ids of a line that say which of several things is meant: 12 digits of each, in their order. */
export function idsOf(line: string): readonly string[] {
  return readLine(line)
    .filter(({ kind, text }) => kind === 'id' && !text.includes('-'))
    .map(({ text }) => text.replace('sha256:', '').slice(0, 12))
    .filter((id) => id.length === 12);
}
