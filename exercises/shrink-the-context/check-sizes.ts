import { fail, type ImageLayer, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { shownMb } from '../image-size.ts';

export const FAT = 'gallery:fat';
export const SLIM = 'gallery:slim';

const FILMS_BYTES = 12 * 1_048_576;
/** Far more than what the page needs, far less than one film. */
const SLIM_BYTES = 100_000;

function shown(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} B`;
  if (sizeBytes < 1_000_000) return `${Number((sizeBytes / 1_000).toPrecision(3))} kB`;
  return shownMb(sizeBytes);
}

/** What an image has on top of its base, which is one layer. */
function addedBytes(layers: readonly ImageLayer[]): number {
  return layers.slice(1).reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}

export async function checkFat(sandbox: SandboxView): Promise<Verdict> {
  const films = await sandbox.fileInfo('raw/take-1.mov');
  const layers = await sandbox.layers(FAT);
  if (layers.length === 0) {
    return fail(
      films
        ? `Your engine has no image \`${FAT}\` yet.`
        : 'There are no films in `raw` yet: run `./record.sh`, then build.',
    );
  }
  const bytes = addedBytes(layers);
  if (bytes >= FILMS_BYTES) return pass();
  return fail(
    `On top of its base \`${FAT}\` has ${shown(bytes)}. With the films it would be 12 MB and more. Build it before you keep anything out.`,
  );
}

/** Is the image small by what reached the builder, and not by other instructions? */
export async function checkSlim(sandbox: SandboxView): Promise<Verdict> {
  const layers = await sandbox.layers(SLIM);
  if (layers.length === 0) return fail(`Your engine has no image \`${SLIM}\` yet.`);
  const fat = await sandbox.layers(FAT);
  if (fat.length === 0) return fail(`There is no \`${FAT}\` to compare \`${SLIM}\` with.`);

  const rows = (await sandbox.history(SLIM)).map(({ createdBy }) => withoutHash(createdBy));
  const bytes = addedBytes(layers);
  if (rows.some((row) => /\brm\b/.test(row)) && bytes > SLIM_BYTES) {
    return fail(
      `\`${SLIM}\` removes files again, and its own layers still have ${shown(bytes)}: the layer of COPY keeps them.`,
    );
  }
  const before = (await sandbox.history(FAT)).map(({ createdBy }) => withoutHash(createdBy));
  if (rows.join('\n') !== before.join('\n')) {
    return fail(
      `\`${SLIM}\` was built by other instructions than \`${FAT}\`. Leave the Dockerfile as it came, and keep the films from the builder.`,
    );
  }
  if (bytes <= SLIM_BYTES) return pass();
  return fail(
    `\`${SLIM}\` adds ${shown(bytes)} to its base, and \`${FAT}\` ${shown(addedBytes(fat))}. Less than ${shown(SLIM_BYTES)} is asked for.`,
  );
}

/** The older builder writes a hash of what was copied. */
function withoutHash(createdBy: string): string {
  return createdBy.replace(/\b(?:file|dir|multi):[0-9a-f]+/, '');
}
