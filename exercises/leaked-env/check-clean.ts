import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { heldPort } from '../held-port.ts';
import { shortId } from '../short-id.ts';
import { CLEAN, SECRET, VARIABLE } from './names.ts';
import { readSaved } from './saved-image.ts';

/** What is read of a file. The shop's own files are far from it. */
const READ_BYTES = 65_536;

const PORT = 8080;
const NO_IMAGE = fail(`Your engine has no image \`${CLEAN}\` yet.`);
const HOW = '`docker save shop:2.0 | tar -x -C new` unpacks it.';

/** In whose contents a place of a tar archive lies: before each file stands a header, which begins with its name and has the word "ustar" at 257. */
function fileAround(archive: string, place: number): string {
  const header = archive.lastIndexOf('ustar', place) - 257;
  return archive.slice(header, header + 100).split('\0', 1)[0] ?? '';
}

/** Has no layer of the new image the key? Looked for in the layers themselves, as they were saved. */
export async function checkFiles(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(CLEAN);
  if (!image) return NO_IMAGE;
  const saved = await readSaved(sandbox, image.layers);
  switch (saved.kind) {
    case 'none':
      return fail(`There is no unpacked image in \`~/leaked-env/new\` yet. ${HOW}`);
    case 'unreadable':
      return fail(`\`${saved.file}\` is not as \`docker save\` writes it. Empty \`new\`, then: ${HOW}`);
    case 'other':
      return fail(
        `In \`new\` is another image, of ${saved.layerCount} layers, and not the \`${CLEAN}\` that you have now. Empty \`new\`, then: ${HOW}`,
      );
  }
  const layers = await sandbox.layers(CLEAN);
  // The lowest layer is that of busybox, which has nothing of the shop.
  for (let index = 1; index < saved.layerFiles.length; index++) {
    const { digest = '', sizeBytes = 0, createdBy = '' } = layers[index] ?? {};
    const file = saved.layerFiles[index] ?? '';
    const info = await sandbox.fileInfo(file);
    const text = await sandbox.file(file);
    if (info === undefined || text === undefined) return fail(`\`${file}\` is missing. Empty \`new\`, then: ${HOW}`);
    if (info.sizeBytes > READ_BYTES) {
      return fail(
        `The layer ${shortId(digest)} has ${Math.round(sizeBytes / 1_000)} kB, and the shop only a few. What did \`${createdBy.slice(0, 40)}\` take along? Unpacked images have no place in the context.`,
      );
    }
    if (text.includes(SECRET)) {
      const name = fileAround(text, text.indexOf(SECRET));
      const why = name.endsWith('.env') ? ' What a layer above deletes stays in it.' : '';
      return fail(
        `The layer ${shortId(digest)}, made by \`${createdBy.slice(0, 40)}\`, has the key in \`${name}\`.${why}`,
      );
    }
  }
  return pass();
}

/** Have the settings of the new image the key: its variables, its labels, its history? */
export async function checkSettings(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(CLEAN);
  if (!image) return NO_IMAGE;
  if (image.env.some((line) => line.includes(SECRET))) {
    return fail(`The key is among the variables of \`${CLEAN}\`: \`docker image inspect\` shows it to everybody.`);
  }
  const rows = await sandbox.history(CLEAN);
  const row = rows.find(({ createdBy }) => createdBy.includes(SECRET));
  if (row) {
    const what =
      /^RUN \|\d/.test(row.createdBy) || /(?:^|\s)\|\d+ /.test(row.createdBy) ? 'a build argument' : 'an instruction';
    return fail(
      `The key is in the history of \`${CLEAN}\`, where ${what} left it: \`${row.createdBy.replaceAll(SECRET, '…').slice(0, 60)}\`.`,
    );
  }
  const label = Object.entries(image.labels).find(([, value]) => value.includes(SECRET))?.[0];
  if (label) return fail(`The key is in the label \`${label}\` of \`${CLEAN}\`.`);
  return pass();
}

/** Does the shop get its key when it starts, and open? */
export async function checkOpen(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(CLEAN);
  if (!image) return NO_IMAGE;
  const container = await sandbox.container('shop');
  if (!container) return fail('No container is named `shop` yet.');
  if (container.imageId !== image.id) {
    return fail(
      `\`shop\` is from \`${container.image}\`, not from the \`${CLEAN}\` that you have now. Remove it, and start it anew.`,
    );
  }
  if (!container.env.includes(`${VARIABLE}=${SECRET}`)) {
    return fail(
      `\`shop\` was not given its key: \`${VARIABLE}\` is not among its ${container.env.length} variables with the value of \`.env\`.`,
    );
  }
  if (image.env.some((line) => line.includes(SECRET))) {
    return fail(`\`shop\` has its key, but from \`${CLEAN}\` itself. The image is to know nothing of it.`);
  }
  const held = heldPort(await sandbox.containers(), PORT, image.id);
  if (held !== undefined) return fail(held);
  const page = await sandbox.http(PORT, '/');
  if (!page) return fail(`\`shop\` is there (${container.state}), but nothing answers on port ${PORT}.`);
  if (page.body.includes('Open')) return pass();
  return fail(`The page on port ${PORT} does not say "Open": ${page.body.trim().slice(0, 80)}.`);
}
