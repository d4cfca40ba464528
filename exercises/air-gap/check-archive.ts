import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { ARCHIVE, CONTENTS, FERRY } from './names.ts';

/** How compressed files begin, read as text: gzip, zstd, xz, bzip2. */
const COMPRESSED = /^(?:\x1f\ufffd|\(\ufffd\/\ufffd|\ufffd7zXZ|BZh)/;

/** Is `ferry:1.0` in a compressed archive, as `docker save` packs it? */
export async function checkArchive(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(FERRY);
  if (!image) return fail(`Your engine has no image \`${FERRY}\` to pack yet.`);
  const archive = await sandbox.fileInfo(ARCHIVE);
  if (archive?.kind !== 'file') return fail(`There is no file \`${ARCHIVE}\` in \`~/air-gap\` yet.`);
  if (!COMPRESSED.test((await sandbox.file(ARCHIVE)) ?? '')) {
    return fail(
      `\`${ARCHIVE}\` has ${counted(archive.sizeBytes, 'byte')} and is not compressed, whatever its name says. Send it through \`gzip\`.`,
    );
  }
  const contents = await sandbox.file(CONTENTS);
  if (contents === undefined) {
    return fail(`\`${ARCHIVE}\` is there. Its packing list \`${CONTENTS}\` is missing: \`tar -tzf\` prints it.`);
  }
  const entries = contents.split('\n').filter((line) => line.trim() !== '');
  if (entries.some((line) => line.includes(image.id.replace('sha256:', '')))) return pass();
  if (!entries.some((line) => line.includes('index.json') || line.includes('manifest.json'))) {
    return fail(
      `\`${CONTENTS}\` has ${counted(entries.length, 'line')}, and no \`manifest.json\` among them. So no image is packed there, but the files of a container.`,
    );
  }
  return fail(
    `\`${CONTENTS}\` tells of an image, but not of \`${FERRY}\` as it is now, ${image.id.slice(0, 19)}. Save it again, and write the list again.`,
  );
}
