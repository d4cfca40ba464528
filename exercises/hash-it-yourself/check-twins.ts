import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { shortId } from '../short-id.ts';
import { TWINS } from './names.ts';

/** Have the two images the same layers, and yet two ids? */
export async function checkTwins(sandbox: SandboxView): Promise<Verdict> {
  const [nameA, nameB] = TWINS;
  const a = await sandbox.image(nameA);
  const b = await sandbox.image(nameB);
  if (!a || !b) {
    const missing = TWINS.filter((_, index) => ![a, b][index]).map((name) => `\`${name}\``);
    return fail(`Your engine has no ${missing.join(' and no ')} yet.`);
  }
  if (a.id === b.id) {
    return fail(
      `\`${nameA}\` and \`${nameB}\` are two names of one image, \`${shortId(a.id)}\`. Change a setting in one.`,
    );
  }
  if (a.layers.join() === b.layers.join()) return pass();
  const shared = a.layers.filter((layer, index) => layer === b.layers[index]).length;
  return fail(
    `\`${nameA}\` has ${counted(a.layers.length, 'layer')}, \`${nameB}\` has ${b.layers.length}, and ${shared} of them are the same. Change a setting, such as LABEL, and no file.`,
  );
}
