import { fail, type ImageView, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { BASE, IMAGE } from './names.ts';

/** Was `webapp:1.0` built from the base with exactly one layer of its own? */
export async function checkImage(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(IMAGE);
  if (!image) {
    const tags = (await sandbox.images()).flatMap((other) => other.tags).filter((tag) => /^webapp\b/.test(tag));
    const instead = tags.length === 0 ? '' : ` It has ${tags.map((tag) => `\`${tag}\``).join(', ')}.`;
    return fail(`Your engine has no image \`${IMAGE}\` yet.${instead}`);
  }
  const own = await ownLayers(sandbox, image);
  if (own === undefined) return fail(`\`${IMAGE}\` is there, but it was not built from \`${BASE}\`.`);
  if (own === 1) return pass();
  const total = `\`${IMAGE}\` has ${counted(image.layers.length, 'layer')}, ${own} of them over \`${BASE}\`.`;
  if (own === 0) return fail(`${total} COPY adds one: without it the page is not in the image.`);
  return fail(`${total} One COPY is enough: each RUN, COPY and WORKDIR adds a layer.`);
}

/** How many layers the image has over the base; `undefined` when it was not built from it. */
async function ownLayers(sandbox: SandboxView, image: ImageView): Promise<number | undefined> {
  const base = await sandbox.image(BASE);
  if (base) {
    const built = base.layers.every((layer, index) => layer === image.layers[index]);
    return built ? image.layers.length - base.layers.length : undefined;
  }
  // BuildKit keeps a base that was never pulled in its own cache: the base's last row in the history marks where it ends.
  const rows = await sandbox.history(IMAGE);
  const baseEnd = rows.findLastIndex(({ createdBy }) => /CMD \["nginx"/.test(createdBy));
  if (baseEnd === -1) return undefined;
  return rows.slice(0, baseEnd).filter(({ createdBy, sizeBytes }) => sizeBytes > 0 || isLayer(createdBy)).length;
}

function isLayer(createdBy: string): boolean {
  return /^(?:COPY|ADD|RUN|WORKDIR)\b/.test(createdBy);
}
