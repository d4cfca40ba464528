/** What a row promises: the value below which such a share of the measurements must lie. */
export interface Goal {
  readonly share: number;
  readonly atMost: number;
  /** The bound is so many times the baseline's value, instead of a number of its own. */
  readonly isTimesBaseline?: boolean;
}

/** One measured thing beside what it is compared with. */
export interface Row {
  readonly what: string;
  readonly unit: 'ms' | 's' | 'MiB' | 'MB' | 'kB' | '%' | '';
  readonly measured: readonly number[];
  /** Left out where there is nothing to compare with. */
  readonly baseline?: { readonly what: string; readonly measured: readonly number[] };
  readonly goals: readonly Goal[];
}

export const p50 = (atMost: number): Goal => ({ share: 0.5, atMost });
export const p99 = (atMost: number): Goal => ({ share: 0.99, atMost });

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Of nothing there is no multiple. */
const showRatio = (ratio: number) => (Number.isFinite(ratio) ? show(ratio) : '');

const show = (value: number) => (Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(0));

function describe(values: readonly number[]): string {
  if (values.length === 1) return show(values[0] ?? Number.NaN);
  return `p50 ${show(quantile(values, 0.5))}, p99 ${show(quantile(values, 0.99))} (${values.length})`;
}

const describeGoal = ({ share, atMost, isTimesBaseline }: Goal) =>
  `p${share * 100} ≤ ${atMost}${isTimesBaseline ? ' x' : ''}`;

/** A table in Markdown; the ratio is how many times the baseline the median is. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, unit, measured, baseline, goals }) => {
    const compared = baseline
      ? [
          `${baseline.what}: ${describe(baseline.measured)}`,
          showRatio(quantile(measured, 0.5) / quantile(baseline.measured, 0.5)),
        ]
      : ['', ''];
    const cells = [what, goals.map(describeGoal).join(', '), unit, describe(measured), ...compared];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| what | goal | unit | measured | baseline | ratio |', '|---|---|---|---|---|---|', ...lines].join('\n');
}

/** One line: how many goals were met, and which were not. */
export function verdict(rows: readonly Row[]): string {
  const goals = rows.flatMap((row) => row.goals.map((goal) => ({ row, goal })));
  const missed = goals.filter(({ row, goal }) => !isMet(row, goal));
  const met = `${goals.length - missed.length} of ${goals.length} goals met.`;
  if (missed.length === 0) return met;
  const list = missed.map(({ row, goal }) => {
    const is = show(quantile(row.measured, goal.share));
    return `${row.what}: ${is}${row.unit && ` ${row.unit}`} (${describeGoal(goal)})`;
  });
  return `${met} Missed: ${list.join('; ')}.`;
}

function isMet({ measured, baseline }: Row, { share, atMost, isTimesBaseline }: Goal): boolean {
  const bound = isTimesBaseline ? atMost * quantile(baseline?.measured ?? [], share) : atMost;
  // Nothing measured is nothing met.
  return quantile(measured, share) <= bound;
}
