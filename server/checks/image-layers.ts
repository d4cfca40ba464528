import type { HistoryRow, ImageLayer } from '../../src/shared/exercise/index.ts';

/** Instructions that only change settings, and add no layer. */
const SETTINGS =
  /^(?:\/bin\/sh -c #\(nop\)\s+)?(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/;

/** Makes a folder where there is none, and else nothing; whether that is a layer is the builder's choice. */
const WORKDIR = /^(?:\/bin\/sh -c #\(nop\)\s+)?WORKDIR\b/;

/**
 * Which row of an image's history made which of its layers. The engine does not say; what is known is that rows with a size did, and that those of settings without one
 * did not. Rows that may have or not are taken as far as there are layers for them. `digests` are base first, `history` newest first, as the engine gives them.
 */
export function matchLayers(digests: readonly string[], history: readonly HistoryRow[]): readonly ImageLayer[] {
  const rows = history.toReversed();
  const made = madeBy(digests, rows);
  const inOrder = rows.filter((row) => made.has(row));
  return digests.map((digest, index) => {
    const row = inOrder[index];
    return { digest, sizeBytes: row?.sizeBytes ?? 0, createdBy: row?.createdBy ?? '' };
  });
}

/** The rows of an image's history that made none of its layers, oldest first. */
export function matchSettings(digests: readonly string[], history: readonly HistoryRow[]): readonly HistoryRow[] {
  const rows = history.toReversed();
  const made = madeBy(digests, rows);
  return rows.filter((row) => !made.has(row));
}

/** `rows` are oldest first. */
function madeBy(digests: readonly string[], rows: readonly HistoryRow[]): ReadonlySet<HistoryRow> {
  const certain = rows.filter(({ sizeBytes }) => sizeBytes > 0);
  const unsized = rows.filter((row) => row.sizeBytes === 0 && !SETTINGS.test(row.createdBy));
  const likelyFirst = [...unsized.filter((row) => !isWorkdir(row)), ...unsized.filter(isWorkdir)];
  return new Set([...certain, ...likelyFirst].slice(0, digests.length));
}

function isWorkdir({ createdBy }: HistoryRow): boolean {
  return WORKDIR.test(createdBy);
}
