import { shownSizeBytes } from './shown-sizes.ts';

/** A row of `docker history`, as a lesson's output shows it. */
export interface ShownRow {
  readonly sizeBytes: number;
  /** Without what the older builder writes before it, or the newer one behind it. */
  readonly instruction: string;
}

const HEADING = /^SIZE\s+CREATED BY$/m;

/**
 * The rows of the `docker history` that a lesson shows with the word in it, the base first: what a picture of that image is drawn by.
 * @throws Where no output of the lesson shows such a history.
 */
export function shownHistory(outputs: readonly string[], word: string): readonly ShownRow[] {
  const shown = outputs.find((output) => HEADING.test(output) && output.includes(word));
  if (shown === undefined) {
    throw new Error(
      `A picture is drawn by a history with "${word}" in it, and no output of its lesson shows that. Let a block of the lesson print it, by \`docker history --format 'table {{.Size}}\\t{{.CreatedBy}}'\`.`,
    );
  }
  const rows = /^SIZE\s+CREATED BY\n((?:\S+B\s+\S.*\n?)*)/m.exec(shown)?.[1]?.trimEnd().split('\n') ?? [];
  return rows.reverse().map((row) => {
    const createdBy = row.replace(/^\S+\s+/, '').trimEnd();
    const instruction = createdBy
      .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
      .replace(/^(?:RUN )?\/bin\/sh -c /, 'RUN ')
      .replace(/ # buildkit$/, '');
    return { sizeBytes: shownSizeBytes([row], createdBy), instruction };
  });
}
