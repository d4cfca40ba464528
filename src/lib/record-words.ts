const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** A span of time in its two greatest units: `2 days 3 hours`, `45 minutes`, `under a minute`. */
export function spanWords(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return 'under a minute';
  const days = Math.floor(minutes / DAY_MINUTES);
  const hours = Math.floor((minutes % DAY_MINUTES) / HOUR_MINUTES);
  const parts = [
    days > 0 && plural(days, 'day'),
    hours > 0 && plural(hours, 'hour'),
    days === 0 && minutes % HOUR_MINUTES > 0 && plural(minutes % HOUR_MINUTES, 'minute'),
  ];
  return parts.filter(Boolean).join(' ');
}

export const lateWords = (minutes: number): string => `${spanWords(minutes * MINUTE_MS)} late`;

const figure = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

export const pointsWords = (points: number): string => figure.format(points);

/** As this browser's clock goes: `Europe/Berlin`. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An instant as a field for day and time has it, by this browser's clock; empty for none. */
export function toLocalInput(instant: string | undefined): string {
  if (instant === undefined) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** The instant that such a field says; `undefined` where it says none. */
export function fromLocalInput(value: string): string | undefined {
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
