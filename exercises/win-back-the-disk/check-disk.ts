import {
  type ContainerView,
  fail,
  type ImageView,
  pass,
  type SandboxView,
  type Verdict,
} from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { mb } from '../image-size.ts';
import { shortId } from '../short-id.ts';
import { CACHE_LIMIT_BYTES, SHOP } from './names.ts';

const NOT_FILLED = fail(
  `There is no container \`${SHOP}\`, so there is nothing to tidy up around it. Run \`sh fill.sh\` in \`~/win-back-the-disk\`.`,
);

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

/** The script starts the shop last: while it runs, nothing of what it is still to make counts as tidied up. */
async function isFilled(sandbox: SandboxView): Promise<boolean> {
  return (await sandbox.containers()).some(({ name }) => name === SHOP);
}

function trialsIn(images: readonly ImageView[]): readonly string[] {
  return images.flatMap(({ tags }) => tags).filter((tag) => tag.startsWith('trial:'));
}

/** Images without a tag, but those that a running container uses. */
function danglingIn(images: readonly ImageView[], containers: readonly ContainerView[]): readonly ImageView[] {
  const isRunning = (id: string) => containers.some(({ imageId, state }) => imageId === id && state === 'running');
  return images.filter(({ id, tags }) => tags.length === 0 && !isRunning(id));
}

/** Are all containers gone that have ended, and none else? */
export async function checkContainers(sandbox: SandboxView): Promise<Verdict> {
  const containers = await sandbox.containers();
  const shop = containers.find(({ name }) => name === SHOP);
  if (!shop) return NOT_FILLED;
  if (shop.state !== 'running') {
    return fail(`\`${SHOP}\` is in use and should run, but its state is "${shop.state}". \`docker start ${SHOP}\`.`);
  }
  const ended = containers.filter(({ state }) => state === 'exited' || state === 'created' || state === 'dead');
  if (ended.length === 0) return pass();
  return fail(
    `${ended.length === 1 ? '1 container that does not run still keeps what it' : `${ended.length} containers that do not run still keep what they`} wrote: ${quoted(ended.slice(0, 4).map(({ name }) => name))}.`,
  );
}

/** Is no image left without a tag, but those that a running container uses? */
export async function checkDangling(sandbox: SandboxView): Promise<Verdict> {
  if (!(await isFilled(sandbox))) return NOT_FILLED;
  const containers = await sandbox.containers();
  const dangling = danglingIn(await sandbox.images(), containers);
  const [first] = dangling;
  if (!first) return pass();
  const holders = containers.filter(({ imageId }) => imageId === first.id).map(({ name }) => name);
  const held = holders.length === 0 ? '' : ` It is held by ${quoted(holders)}, which ended long ago.`;
  return fail(
    `${counted(dangling.length, 'image')} without a tag, the first of ${mb(first.sizeBytes)}: \`${shortId(first.id)}\`.${held}`,
  );
}

/** Are the trials gone? */
export async function checkTrials(sandbox: SandboxView): Promise<Verdict> {
  if (!(await isFilled(sandbox))) return NOT_FILLED;
  const trials = trialsIn(await sandbox.images());
  if (trials.length === 0) return pass();
  return fail(
    `No container uses ${quoted(trials)}, and they are still there. They have tags, so they do not count as dangling.`,
  );
}

/**
 * Does the builder's cache take next to no room of its own? What an image has too is the image's, as `docker system df` counts it: so the images
 * that are to go come first.
 */
export async function checkCache(sandbox: SandboxView): Promise<Verdict> {
  if (!(await isFilled(sandbox))) return NOT_FILLED;
  const images = await sandbox.images();
  const trials = trialsIn(images);
  const left = trials.length + danglingIn(images, await sandbox.containers()).length;
  if (left > 0) {
    return fail(
      `${counted(left, 'image')} that should go ${left === 1 ? 'has' : 'have'} layers in the cache, too. Remove images first: what they hold is not free when the cache lets go of it.`,
    );
  }
  const own = (await sandbox.buildCache()).filter(({ isShared }) => !isShared);
  const bytes = own.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes <= CACHE_LIMIT_BYTES) return pass();
  return fail(
    `The build cache still holds ${mb(bytes)} that no image has, in ${counted(own.length, 'record')}. It has a \`prune\` of its own.`,
  );
}
