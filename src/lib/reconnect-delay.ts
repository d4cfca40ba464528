/** Quick enough that a server's restart is hardly noticed. */
const FIRST_DELAY_MS = 250;

/** SPEC.md rule 7. */
const MAX_DELAY_MS = 10_000;

/**
 * How long to wait before connecting again, after so many attempts in a row that failed.
 * Spread over the upper half, so that a class does not come back all at once. `random` is from 0 to 1.
 */
export function reconnectDelayMs(failures: number, random: number): number {
  const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
  return ceiling / 2 + (ceiling / 2) * random;
}
