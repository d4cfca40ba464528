import { z } from 'zod';
import { countVitest, type TestCounts } from './test-counts.ts';

export interface FileCounts extends TestCounts {
  readonly file: string;
}

const reportSchema = z.object({ testResults: z.array(z.looseObject({ name: z.string() })) });

/** Splits Vitest's JSON report by test file. `root` is taken off the files' names. */
export function countByFile(report: unknown, root: string): readonly FileCounts[] {
  return reportSchema.parse(report).testResults.map((result) => ({
    file: result.name.replace(`${root}/`, ''),
    ...countVitest({ testResults: [result] }),
  }));
}

/** Lines of text columns, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>(
    (least, row) => row.map((cell, column) => Math.max(cell.length, least[column] ?? 0)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
