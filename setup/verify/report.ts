import type { Fault, Result } from './proof.ts';

const MARKS = { passed: '✓', failed: '✗', cached: '·' } as const;

/** A table of all results, what is wrong beneath it, and the counts in the last line. */
export function describeResults(results: readonly Result[]): string {
  const rows = results.map(({ proof, outcome, findings, seconds }) => [
    `${MARKS[outcome]} ${proof.name}`,
    proof.what,
    outcome === 'passed' && findings.faults.length > 0 ? 'passed, with a warning' : outcome,
    outcome === 'cached' ? '' : seconds.toFixed(1),
  ]);
  const faults = results.flatMap(({ findings }) => findings.faults).map(describeFault);
  const notes = results.flatMap(({ findings }) => findings.notes ?? []).map((note) => `· ${note}`);
  return [table([['  name', 'what', 'result', 'seconds'], ...rows]), ...faults, ...notes, closingLine(results)].join(
    '\n',
  );
}

export function closingLine(results: readonly Result[]): string {
  const count = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome).length;
  return `\n${count('passed')} passed, ${count('failed')} failed, ${count('cached')} cached`;
}

export function describeFault({ file, line, message, details = [], isWarning }: Fault): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const beneath = details.map((detail) => `    ${detail}`.trimEnd());
  return [`\n${isWarning ? '! ' : '✗ '}${place}`, `  ${message}`, ...beneath].join('\n');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
