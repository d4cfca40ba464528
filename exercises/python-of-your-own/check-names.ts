import { fail, type ImageView, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { FULL, OWN, PUBLIC } from './names.ts';

const VERSION = /^PYTHON_VERSION=(.+)$/;

/** The version that a Python image states in its configuration. */
export function pythonVersion({ env }: ImageView): string | undefined {
  return env.map((variable) => VERSION.exec(variable)?.[1]).find((version) => version !== undefined);
}

/** Is it the image that the public name leads to? That name may be gone, and the id says nothing about a registry, so version and layers must do. */
async function explainOther(sandbox: SandboxView, name: string, image: ImageView): Promise<Verdict | undefined> {
  const version = pythonVersion(image);
  if (version === undefined)
    return fail(`\`${name}\` names an image with no \`PYTHON_VERSION\`: no Python image. Take \`${PUBLIC}\`.`);
  if (!version.startsWith('3.13.'))
    return fail(`\`${name}\` names a Python ${version}, and should name \`${PUBLIC}\`.`);
  const still = await sandbox.image(PUBLIC);
  if (still?.id === image.id) return undefined;
  const expected = (await sandbox.manifest(PUBLIC))?.layers.length ?? still?.layers.length;
  if (expected !== undefined && expected !== image.layers.length) {
    return fail(
      `\`${name}\` has ${counted(image.layers.length, 'layer')}, \`${PUBLIC}\` has ${expected}. Is it another tag of Python, or an image that you built? A new name needs no build.`,
    );
  }
  return undefined;
}

export async function checkOwn(sandbox: SandboxView): Promise<Verdict> {
  const own = await sandbox.image(OWN);
  if (own) return (await explainOther(sandbox, OWN, own)) ?? pass();
  const near = (await sandbox.images()).flatMap(({ tags }) => tags).filter((tag) => tag.includes('python'));
  const have = near.length === 0 ? 'none with python in its name' : near.map((tag) => `\`${tag}\``).join(', ');
  return fail(`No image has the name \`${OWN}\`. Of your images: ${have}.`);
}

export async function checkFull(sandbox: SandboxView): Promise<Verdict> {
  const own = await sandbox.image(OWN);
  const full = await sandbox.image(FULL);
  if (!full) {
    const latest = await sandbox.image(FULL.replace(/:[^:]*$/, ':latest'));
    if (latest)
      return fail(`The name is there, but its tag is \`latest\`: none was written. \`${FULL}\` has the tag \`3.13\`.`);
    return fail(`No image has the name \`${FULL}\`. \`${own ? OWN : PUBLIC}\` is to get it too.`);
  }
  if (!own) return (await explainOther(sandbox, FULL, full)) ?? pass();
  if (full.id !== own.id) return fail(`\`${FULL}\` and \`${OWN}\` lead to two images. Both are to be names of one.`);
  return pass();
}

export async function checkOldGone(sandbox: SandboxView): Promise<Verdict> {
  const own = await sandbox.image(OWN);
  const old = await sandbox.image(PUBLIC);
  if (!own) {
    return fail(
      old
        ? `\`${PUBLIC}\` is there, and \`${OWN}\` is not. Give the image its own name first, then take the old one off.`
        : `Neither \`${PUBLIC}\` nor \`${OWN}\` is there: with its last name the image went too.`,
    );
  }
  if (old) return fail(`The image has ${counted(old.tags.length, 'name')}, and \`${PUBLIC}\` is still one of them.`);
  return pass();
}
