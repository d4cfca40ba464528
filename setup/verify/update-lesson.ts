import { ELISION, isElision, linesAgree } from './compare-output.ts';
import type { ShownOutput } from './lesson-source.ts';
import { normalizeLine } from './varying-words.ts';

/** What commands have printed, for the place in a lesson where it is shown. */
export interface RealOutput {
  readonly output: ShownOutput;
  readonly lines: readonly string[];
}

/** The lesson with the real outputs in place of the shown ones; whatever else is in the file stays byte for byte. */
export function writeOutputs(source: string, outputs: readonly RealOutput[]): string {
  const lines = source.split('\n');
  for (const { output, lines: printed } of outputs.toSorted((one, other) => other.output.line - one.output.line)) {
    const { line, indent, text } = output;
    const end = lines.findIndex((each, index) => index >= line && /^\s*`{3,}\s*$/.test(each));
    if (end < 0) throw new Error(`line ${line}: the block is never closed.`);
    const written = keepElisions(text.split('\n'), printed).map((each) => `${indent}${each}`.trimEnd());
    lines.splice(line, end - line, ...written);
  }
  return lines.join('\n');
}

/** The printed lines, shortened where the author had shortened: between the same two lines, or within the same one. */
export function keepElisions(shown: readonly string[], printed: readonly string[]): readonly string[] {
  const written: string[] = [];
  let at = 0;
  const copyTo = (end: number) => {
    for (; at < end; at += 1) written.push(shortened(shown, printed[at] ?? ''));
  };
  shown.forEach((line, index) => {
    if (!isElision(line)) return;
    const [before, after] = [shown[index - 1], shown[index + 1]];
    // Whatever stood before it is looked for from where the last one ended.
    const found = before === undefined || isElision(before) ? at - 1 : indexFrom(printed, before, Math.max(0, at - 1));
    const from = found + 1;
    const to = after === undefined ? printed.length : indexFrom(printed, after, from);
    const isFound = before === undefined || isElision(before) || found >= 0;
    if (!isFound || to <= from) return;
    copyTo(from);
    written.push(ELISION);
    at = to;
  });
  copyTo(printed.length);
  return written;
}

/** -1 where there is none. */
function indexFrom(printed: readonly string[], line: string, from: number): number {
  return printed.findIndex((each, index) => index >= from && linesAgree(line, each));
}

function shortened(shown: readonly string[], printed: string): string {
  const own = shown.find(
    (line) =>
      line.includes(ELISION) &&
      !isElision(line) &&
      normalizeLine(line) !== normalizeLine(printed) &&
      linesAgree(line, printed),
  );
  return own?.trimEnd() ?? printed;
}
