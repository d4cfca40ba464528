/** One measured thing beside what it is compared with, in milliseconds. */
export interface Row {
  readonly what: string;
  readonly goal: string;
  readonly measuredMs: readonly number[];
  readonly baseline: string;
  readonly baselineMs: readonly number[];
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const ms = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));

const describe = (values: readonly number[]) =>
  `p50 ${ms(quantile(values, 0.5))}, p99 ${ms(quantile(values, 0.99))} (${values.length})`;

/** A table in Markdown: milliseconds, and how many times the baseline the median is. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, goal, measuredMs, baseline, baselineMs }) => {
    const ratio = quantile(measuredMs, 0.5) / quantile(baselineMs, 0.5);
    return `| ${what} | ${goal} | ${describe(measuredMs)} | ${baseline}: ${describe(baselineMs)} | ${ratio.toFixed(2)} |`;
  });
  return ['| what | goal | measured, ms | baseline, ms | ratio |', '|---|---|---|---|---|', ...lines].join('\n');
}
