/** Enough to see what it is about; the rest is in the file, and in the terminal. */
const MAX_LINES = 24;

/** What is shown and what was printed instead, without the lines that both begin and end with. `agree`: whether two lines count as the same. */
export function describeDiff(
  shown: readonly string[],
  printed: readonly string[],
  agree: (shown: string, printed: string) => boolean,
): readonly string[] {
  const shorter = Math.min(shown.length, printed.length);
  let start = 0;
  while (start < shorter && agree(shown[start] ?? '', printed[start] ?? '')) start += 1;
  let end = 0;
  while (end < shorter - start && agree(shown.at(-1 - end) ?? '', printed.at(-1 - end) ?? '')) end += 1;
  const before = shown.slice(Math.max(0, start - 1), start).map((line) => `  ${line}`);
  const gone = shown.slice(start, shown.length - end).map((line) => `- ${line}`);
  const come = printed.slice(start, printed.length - end).map((line) => `+ ${line}`);
  return [...before, ...cut(gone), ...cut(come)];
}

function cut(lines: readonly string[]): readonly string[] {
  const most = MAX_LINES / 2;
  return lines.length <= most ? lines : [...lines.slice(0, most), `  (and ${lines.length - most} more lines)`];
}
