const BYTES = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 } as const;
const SIZE = String.raw`(?<value>\d+(?:\.\d+)?)(?<unit>B|kB|MB|GB)`;
/** A row of a table whose first column is the size, and its second an image's name or an instruction. */
const SIZE_FIRST = new RegExp(`^${SIZE}\\s+(?<name>\\S.*)$`);
/** A row of `docker images`. */
const SIZE_LAST = new RegExp(`^(?<repository>\\S+)\\s+(?<tag>\\S+)\\s+[0-9a-f]{12}\\s.*\\s${SIZE}$`);

/**
 * How large an image or a layer is, in bytes, as a lesson's own outputs show it. The proof renews those from the images that the course ships, so a
 * picture that is drawn by this never says another size than the output beside it.
 * @param shown An image's name, `:latest` left out or not, or an instruction of `docker history`, from its beginning to the end of a word.
 * @throws Where no output shows it.
 */
export function shownSizeBytes(outputs: readonly string[], shown: string): number {
  for (const line of outputs.flatMap((output) => output.split('\n'))) {
    const row = (SIZE_FIRST.exec(line.trim()) ?? SIZE_LAST.exec(line.trim()))?.groups;
    if (!row) continue;
    const name = row['name'] ?? `${row['repository']}:${row['tag']}`;
    if (name !== shown && name !== `${shown}:latest` && !name.startsWith(`${shown} `)) continue;
    return Number(row['value']) * BYTES[row['unit'] as keyof typeof BYTES];
  }
  throw new Error(
    `A picture is drawn by the size of "${shown}", and no output of its lesson shows that. Let a block of the lesson print it, by \`docker images\` or in a table whose first column is the size.`,
  );
}

/** "78 MB", "1.4 MB": in whole MB from ten on. */
export function inMb(sizeBytes: number): string {
  const mb = sizeBytes / BYTES.MB;
  return `${mb < 10 ? mb.toFixed(1) : Math.round(mb)} MB`;
}
