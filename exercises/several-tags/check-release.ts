import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { shortId } from '../short-id.ts';
import { NEW, OLD } from './names.ts';

const [RELEASE, ...ALIASES] = NEW;

export async function checkOld(sandbox: SandboxView): Promise<Verdict> {
  if (await sandbox.image(OLD)) return pass();
  return fail(`Your engine has no \`${OLD}\`. There must be an old version for the new one to differ from.`);
}

/** Is 1.1 a build of its own, with other files in it than 1.0? */
export async function checkChanged(sandbox: SandboxView): Promise<Verdict> {
  const old = await sandbox.image(OLD);
  const release = await sandbox.image(RELEASE);
  if (!release) return fail(`Your engine has no image \`${RELEASE}\` yet.`);
  if (!old) return fail(`\`${RELEASE}\` is there, but there is no \`${OLD}\` to compare it with.`);
  if (release.id === old.id) {
    return fail(`\`${RELEASE}\` and \`${OLD}\` are one image, ${shortId(old.id)}. Change the page, then build again.`);
  }
  if (release.layers.join() === old.layers.join()) {
    return fail(
      `\`${RELEASE}\` is another image than \`${OLD}\`, but the files are the same in all ${counted(old.layers.length, 'layer')}.`,
    );
  }
  return pass();
}

/** Do the other two names lead to the image that 1.1 names? */
export async function checkTags(sandbox: SandboxView): Promise<Verdict> {
  const release = await sandbox.image(RELEASE);
  if (!release) return fail(`\`${RELEASE}\` comes first: your engine has no such image yet.`);
  if (release.id === (await sandbox.image(OLD))?.id) {
    return fail(`\`${RELEASE}\` is still the same image as \`${OLD}\`, ${shortId(release.id)}.`);
  }
  const missing: string[] = [];
  for (const reference of ALIASES) {
    const image = await sandbox.image(reference);
    if (!image) missing.push(`\`${reference}\` does not exist`);
    else if (image.id !== release.id) missing.push(`\`${reference}\` is ${shortId(image.id)}`);
  }
  if (missing.length === 0) return pass();
  return fail(`\`${RELEASE}\` is ${shortId(release.id)}, but ${missing.join(' and ')}.`);
}
