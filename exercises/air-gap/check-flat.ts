import { fail, type ImageView, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { wasImported } from './check-delivery.ts';
import { FERRY, FLAT, MENDED } from './names.ts';

/** Another file more or less, such as those that every container gets, makes no other ferry. An archive of the image is a tenth larger than its files. */
const SIZE_TOLERANCE = 0.02;

/** Was `ferry:flat` made from an exported container, with nothing left of the settings? */
export async function checkFlat(sandbox: SandboxView): Promise<Verdict> {
  const found = await imported(sandbox, FLAT);
  if (!found.ok) return found.verdict;
  const { image } = found;
  if (image.cmd.length > 0) {
    return fail(
      `\`${FLAT}\` has a command, \`${image.cmd.join(' ')}\`. By itself \`docker import\` sets none: keep that for \`${MENDED}\`.`,
    );
  }
  return pass();
}

/** Does `ferry:mended` do again what `ferry:1.0` does, on one layer? */
export async function checkMended(sandbox: SandboxView): Promise<Verdict> {
  const found = await imported(sandbox, MENDED);
  if (!found.ok) return found.verdict;
  const { image, ferry } = found;
  if (image.cmd.join('\n') !== ferry.cmd.join('\n')) {
    const have = image.cmd.length === 0 ? 'no command' : `the command ${JSON.stringify(image.cmd)}`;
    return fail(`\`${MENDED}\` has ${have}; \`${FERRY}\` has ${JSON.stringify(ferry.cmd)}.`);
  }
  const missing = ferry.env.filter((each) => !each.startsWith('PATH=') && !image.env.includes(each));
  if (missing.length === 0) return pass();
  return fail(
    `\`${MENDED}\` has its command again. Of the variables it lacks ${missing.map((each) => `\`${each}\``)}.`,
  );
}

type Found =
  | { readonly ok: true; readonly image: ImageView; readonly ferry: ImageView }
  | { readonly ok: false; readonly verdict: Verdict };

/** The image of that name, where it holds the files of the ferry in one layer that was imported. */
async function imported(sandbox: SandboxView, reference: string): Promise<Found> {
  const no = (reason: string): Found => ({ ok: false, verdict: fail(reason) });
  const ferry = await sandbox.image(FERRY);
  const image = await sandbox.image(reference);
  if (!image) return no(`Your engine has no image \`${reference}\` yet.`);
  if (!ferry) return no(`\`${reference}\` is there, but there is no \`${FERRY}\` to compare it with.`);
  if (!(await wasImported(sandbox, reference))) {
    return no(
      `\`${reference}\` has ${counted(image.layers.length, 'layer')} and a history of its own, so it was not imported. \`docker export\` a container of \`${FERRY}\`, and \`docker import\` that.`,
    );
  }
  if (Math.abs(image.sizeBytes - ferry.sizeBytes) > SIZE_TOLERANCE * ferry.sizeBytes) {
    return no(
      `\`${reference}\` has ${counted(image.sizeBytes, 'byte')}, \`${FERRY}\` ${ferry.sizeBytes}. So these are not its files: import what \`docker export\` gave, and not an image’s archive.`,
    );
  }
  return { ok: true, image, ferry };
}
