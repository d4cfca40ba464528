import { type ContainerView, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { mb } from '../image-size.ts';
import { shortId } from '../short-id.ts';
import { CACHE_LIMIT_BYTES, SHOP } from './names.ts';

const NOT_FILLED = fail(
  `There is no container \`${SHOP}\`, so there is nothing to tidy up around it. Run \`sh fill.sh\` in \`~/win-back-the-disk\`.`,
);

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

function isFilled(containers: readonly ContainerView[]): boolean {
  return containers.some(({ name }) => name === SHOP);
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
    `${counted(ended.length, 'container')} that do not run still keep what they wrote: ${quoted(ended.slice(0, 4).map(({ name }) => name))}.`,
  );
}

/** Is no image left without a tag, but those that a running container uses? */
export async function checkDangling(sandbox: SandboxView): Promise<Verdict> {
  const containers = await sandbox.containers();
  if (!isFilled(containers)) return NOT_FILLED;
  const users = (id: string) => containers.filter(({ imageId }) => imageId === id);
  const dangling = (await sandbox.images()).filter(
    ({ id, tags }) => tags.length === 0 && !users(id).some(({ state }) => state === 'running'),
  );
  const [first] = dangling;
  if (!first) return pass();
  const holders = users(first.id).map(({ name }) => name);
  const held = holders.length === 0 ? '' : ` It is held by ${quoted(holders)}, which ended long ago.`;
  return fail(
    `${counted(dangling.length, 'image')} without a tag, the first of ${mb(first.sizeBytes)}: \`${shortId(first.id)}\`.${held}`,
  );
}

/** Are the trials gone? */
export async function checkTrials(sandbox: SandboxView): Promise<Verdict> {
  if (!isFilled(await sandbox.containers())) return NOT_FILLED;
  const images = await sandbox.images();
  const trials = images.flatMap(({ tags }) => tags).filter((tag) => tag.startsWith('trial:'));
  if (trials.length === 0) return pass();
  return fail(
    `No container uses ${quoted(trials)}, and they are still there. They have tags, so they do not count as dangling.`,
  );
}

/** Is the builder's cache down to what images that stay have anyway? */
export async function checkCache(sandbox: SandboxView): Promise<Verdict> {
  if (!isFilled(await sandbox.containers())) return NOT_FILLED;
  const cache = await sandbox.buildCache();
  const bytes = cache.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes <= CACHE_LIMIT_BYTES) return pass();
  return fail(
    `The build cache still holds ${mb(bytes)} in ${counted(cache.length, 'record')}. Without \`-a\`, what it shares with an image stays.`,
  );
}
