const MB_BYTES = 1_000_000;

/** "31.5 MB". */
export function mb(bytes: number): string {
  return `${(bytes / MB_BYTES).toFixed(1)} MB`;
}

/** As `docker images` writes a size: three digits, in MB. */
export function shownMb(bytes: number): string {
  return `${Number((bytes / MB_BYTES).toPrecision(3))} MB`;
}

/** By how many MB a size that `docker images` shows can be off, for it rounds to three digits: 1.1 GB may be 5 MB more or less. */
export function shownRoundingMb(bytes: number): number {
  const value = Math.max(bytes / MB_BYTES, 1);
  return 10 ** (Math.floor(Math.log10(value)) - 2) / 2 + 0.1;
}
