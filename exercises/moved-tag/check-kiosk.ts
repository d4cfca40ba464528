import { type ContainerView, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { shortId } from '../short-id.ts';

export const MOVED = 'kiosk:stable';
export const OLD = 'kiosk:1.0';
export const NEW = 'kiosk:1.1';
export const CONTAINER = 'till';

/** An image's id as `docker images` shows it. */
const short = (id: string) => `\`${shortId(id)}\``;

async function findTill(sandbox: SandboxView): Promise<ContainerView | undefined> {
  return (await sandbox.containers()).find(({ name }) => name === CONTAINER);
}

/** Does the container run from an image of this folder? Which one is old and which is new is seen by it from then on. */
export async function checkTill(sandbox: SandboxView): Promise<Verdict> {
  const till = await findTill(sandbox);
  if (!till) {
    const { length } = await sandbox.containers();
    return fail(`No container is named \`${CONTAINER}\`. Your engine has ${length}, stopped ones counted.`);
  }
  const startedAs = (await sandbox.container(CONTAINER))?.image ?? till.image;
  if (startedAs !== MOVED) {
    return fail(`\`${CONTAINER}\` was started as \`${startedAs.slice(0, 40)}\`, not as \`${MOVED}\`.`);
  }
  if (till.state === 'running') return pass();
  return fail(`\`${CONTAINER}\` is there, but its state is "${till.state}". \`docker start ${CONTAINER}\` starts it.`);
}

/** Does the tag lead to another image than the container's, with other files in it? */
export async function checkMoved(sandbox: SandboxView): Promise<Verdict> {
  const till = await findTill(sandbox);
  if (!till) return fail(`\`${CONTAINER}\` comes first: it shows which image \`${MOVED}\` led to before.`);
  const now = await sandbox.image(MOVED);
  if (!now) return fail(`Your engine has no \`${MOVED}\`. The tag has to lead to the new version.`);
  if (now.id === till.imageId) {
    return fail(
      `\`${MOVED}\` still leads to ${short(now.id)}, from which \`${CONTAINER}\` runs. Change a price, and build.`,
    );
  }
  const before = await sandbox.image(till.imageId);
  if (before && before.layers.join() === now.layers.join()) {
    return fail(`\`${MOVED}\` leads to ${short(now.id)} now, but its files are those of ${short(before.id)}.`);
  }
  return pass();
}

/** Has the new version a name of its own besides the tag that moves? */
export async function checkNamed(sandbox: SandboxView): Promise<Verdict> {
  const named = await sandbox.image(NEW);
  if (!named) return fail(`Your engine has no image \`${NEW}\` yet.`);
  const till = await findTill(sandbox);
  if (named.id === till?.imageId) {
    return fail(
      `\`${NEW}\` is ${short(named.id)}, from which \`${CONTAINER}\` runs: it should be another version than that.`,
    );
  }
  const stable = await sandbox.image(MOVED);
  if (stable?.id === named.id) return pass();
  const leads = stable ? `leads to ${short(stable.id)}` : 'does not exist';
  return fail(`\`${NEW}\` is ${short(named.id)}, but \`${MOVED}\` ${leads}. Both should name the new version.`);
}

/** Can the old version still be had by a name? */
export async function checkKept(sandbox: SandboxView): Promise<Verdict> {
  const till = await findTill(sandbox);
  if (!till) return fail(`\`${CONTAINER}\` comes first: it runs from the version that is to be kept.`);
  const kept = await sandbox.image(OLD);
  const stable = await sandbox.image(MOVED);
  if (kept?.id === till.imageId) {
    if (stable?.id !== kept.id) return pass();
    return fail(`\`${OLD}\` and \`${MOVED}\` are both ${short(kept.id)}: nothing is old until the tag has moved.`);
  }
  if (kept) {
    return fail(
      `\`${OLD}\` is ${short(kept.id)}, and \`${CONTAINER}\` runs from ${short(till.imageId)}: that is the old version.`,
    );
  }
  const tags = (await sandbox.image(till.imageId))?.tags ?? [];
  if (tags.length > 0) {
    return fail(`The old version is called ${tags.map((tag) => `\`${tag}\``).join(', ')}, and not \`${OLD}\` yet.`);
  }
  return fail(
    `The old version, ${short(till.imageId)}, has 0 tags now. \`docker tag\` takes an id as well as a name, so it can have one.`,
  );
}
