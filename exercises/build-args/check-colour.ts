import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { heldPort } from '../held-port.ts';
import { valueOf } from './check-versions.ts';

const IMAGE = 'app:2.0';
const PORT = 8080;
const AT_THE_BUILD = 'grey';
const AT_THE_START = 'teal';

export async function checkDefaultColour(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(IMAGE);
  if (!image) return fail(`Your engine has no image \`${IMAGE}\` yet.`);
  const colour = valueOf(image.env, 'APP_COLOUR');
  if (colour === AT_THE_BUILD) return pass();
  return fail(
    colour === undefined
      ? `\`${IMAGE}\` has no variable \`APP_COLOUR\`. Of variables it has ${image.env.length}.`
      : `\`APP_COLOUR\` is "${colour}" in \`${IMAGE}\`; the image should say "${AT_THE_BUILD}".`,
  );
}

/** Does the container show another colour than its image says, given to it at the start? */
export async function checkLive(sandbox: SandboxView): Promise<Verdict> {
  const container = await sandbox.container('live');
  if (!container) return fail('No container is named `live` yet.');
  const image = await sandbox.image(IMAGE);
  if (!image || container.imageId !== image.id) {
    return fail(
      `\`live\` is from \`${container.image}\`, not from the \`${IMAGE}\` that you have now. Remove it, and start it anew.`,
    );
  }
  const held = heldPort(await sandbox.containers(), PORT, image.id);
  if (held !== undefined) return fail(held);
  const colour = valueOf(container.env, 'APP_COLOUR');
  if (colour !== AT_THE_START) {
    return fail(
      `In \`live\`, \`APP_COLOUR\` is "${colour ?? ''}"; it should be "${AT_THE_START}", by an option of \`docker run\`.`,
    );
  }
  if (valueOf(image.env, 'APP_COLOUR') === AT_THE_START) {
    return fail(
      `\`${IMAGE}\` itself says "${AT_THE_START}": nothing was given at the start. Let the image say "${AT_THE_BUILD}".`,
    );
  }
  const page = await sandbox.http(PORT, '/');
  if (!page) return fail(`\`live\` is there (${container.state}), but nothing answers on port ${PORT}.`);
  if (page.body.includes(AT_THE_START)) return pass();
  return fail(`The page on port ${PORT} says nothing of "${AT_THE_START}": ${page.body.trim().slice(0, 80)}.`);
}
