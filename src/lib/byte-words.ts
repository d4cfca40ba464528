const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size as `docker ps -s` says it, in three figures and thousands, with a space before the unit: `588 B`, `2.03 MB`. */
export function byteWords(bytes: number): string {
  let [value, unit] = [bytes, 0];
  // What would be rounded to 1000 is one of the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 ? 0 : value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${Number(value.toFixed(digits))} ${UNITS[unit]}`;
}
