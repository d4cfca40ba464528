import { fail, type ImageLayer, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { mb } from '../image-size.ts';
import { FAT, LEAN } from './names.ts';

const MB_BYTES = 1_000_000;
const MIB_BYTES = 1_048_576;
/** The archive takes 31.5 MB, all else that belongs into the image some kB: what is in between is no rounding. */
const SMALL_BYTES = 3 * MB_BYTES;

/** The largest of an image's layers: with a base as small as this one, that of the archive. */
function largest(layers: readonly ImageLayer[]): ImageLayer | undefined {
  return layers.toSorted((one, other) => other.sizeBytes - one.sizeBytes)[0];
}

/** The archive's layer in the image as it was given; `undefined` where it is not there, or was built otherwise. */
async function archiveLayer(sandbox: SandboxView): Promise<ImageLayer | undefined> {
  const layer = largest(await sandbox.layers(FAT));
  return layer && layer.sizeBytes > 10 * SMALL_BYTES ? layer : undefined;
}

/** Is the answer what the deleted file takes, read from the learner's own image? */
export async function checkHidden(sandbox: SandboxView): Promise<Verdict> {
  const fat = await sandbox.image(FAT);
  if (!fat) return fail(`Your engine has no image \`${FAT}\` yet.`);
  const archive = await archiveLayer(sandbox);
  if (!archive) {
    return fail(
      `\`${FAT}\` has ${mb(fat.sizeBytes)}: the archive is not in it. Build it from the \`Dockerfile\` as it was given.`,
    );
  }
  const answer = Number((await sandbox.answer())?.replace(',', '.').replace(/\s*MB$/i, ''));
  if (Number.isNaN(answer)) return fail(`\`${FAT}\` is built. Enter how many MB the deleted file takes in it.`);
  if (near(answer, archive.sizeBytes / MB_BYTES)) return pass();
  if (near(answer, fat.sizeBytes / MB_BYTES)) {
    return fail(`${answer} MB is the size of all of \`${FAT}\`. How much of it is the layer with the archive?`);
  }
  if (answer === 0) {
    return fail('0 B is the row of `RUN rm`. It hides the archive. The row in which the archive came has the size.');
  }
  if (near(answer, archive.sizeBytes / MIB_BYTES)) {
    return fail(`${answer} would be right in MiB (1,048,576 bytes). Docker counts in MB (1,000,000 bytes).`);
  }
  return fail(`It is not ${answer} MB. Look for the largest row in \`docker history ${FAT}\`.`);
}

function near(answer: number, value: number): boolean {
  return Math.abs(answer - value) <= 0.6;
}

/** Is the archive in no layer of the second image? */
export async function checkLean(sandbox: SandboxView): Promise<Verdict> {
  const lean = await sandbox.image(LEAN);
  if (!lean) return fail(`Your engine has no image \`${LEAN}\` yet.`);
  const fat = await sandbox.image(FAT);
  const archive = await archiveLayer(sandbox);
  if (!(fat && archive)) return fail(`\`${LEAN}\` is there, but no \`${FAT}\` with the archive to compare it with.`);
  const savedBytes = fat.sizeBytes - lean.sizeBytes;
  if (savedBytes >= archive.sizeBytes - SMALL_BYTES) return pass();

  const sizes = `\`${LEAN}\` has ${mb(lean.sizeBytes)}, \`${FAT}\` ${mb(fat.sizeBytes)}.`;
  const heavy = largest(await sandbox.layers(LEAN));
  if (!heavy) return fail(sizes);
  const instruction = heavy.createdBy.replace(/^(?:RUN )?\/bin\/sh -c /, 'RUN ').replace(/ # buildkit$/, '');
  return fail(
    `${sizes} ${mb(heavy.sizeBytes)} are in the layer of \`${instruction.slice(0, 60).replaceAll('`', "'")}\`. What is large and not needed has to be gone when that very RUN ends.`,
  );
}
