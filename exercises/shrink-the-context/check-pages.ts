import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { SLIM } from './check-sizes.ts';

const PORT = 8080;
const NEEDED = ['/index.html', '/pictures/cover.svg', '/raw/frame.svg'];
const UNWANTED = ['/.env', '/camera.log', '/notes/today.log', '/notes/2026/spring.log', '/raw/take-1.mov'];

/** What keeps the image from being asked through a container of it; `undefined` where one serves its files as they are. */
async function obstacle(sandbox: SandboxView): Promise<Verdict | undefined> {
  const image = await sandbox.image(SLIM);
  if (!image) return fail(`Your engine has no image \`${SLIM}\` yet.`);
  const containers = await sandbox.containers();
  const holder = containers.find(
    ({ state, ports }) => state === 'running' && ports.some(({ hostPort }) => hostPort === PORT),
  );
  if (!holder) {
    return fail(
      `Your engine has ${counted(containers.length, 'container')}, and none runs with port ${PORT} published. Start one from \`${SLIM}\`.`,
    );
  }
  if (holder.imageId !== image.id) {
    return fail(
      `Port ${PORT} belongs to \`${holder.name}\`, and that is not from the \`${SLIM}\` that you have now. \`docker rm -f ${holder.name}\`, then start one anew.`,
    );
  }
  // What was put right in the container is not right in the image.
  const changed = (await sandbox.changes(holder.name)).find(({ path }) => path.startsWith('/srv'));
  if (changed) {
    return fail(
      `\`${changed.path}\` was changed in \`${holder.name}\` itself, so it shows no longer what is in the image.`,
    );
  }
  return undefined;
}

/** All are asked at once: one after the other they take seconds on a busy host. */
async function statusesOf(sandbox: SandboxView, paths: readonly string[]) {
  return Promise.all(paths.map(async (path) => ({ path, status: (await sandbox.http(PORT, path))?.status })));
}

export async function checkNeeded(sandbox: SandboxView): Promise<Verdict> {
  const missing = await obstacle(sandbox);
  if (missing) return missing;
  for (const { path, status } of await statusesOf(sandbox, NEEDED)) {
    if (status === undefined) return fail(`Nothing answers on port ${PORT}.`);
    if (status !== 200) {
      const why =
        path === '/raw/frame.svg'
          ? ' It lies beside the films: let it in again, below the line that keeps them out.'
          : '';
      return fail(`\`${path}\` is answered with ${status}: the page needs this file, and the image has it not.${why}`);
    }
  }
  return pass();
}

export async function checkKeptOut(sandbox: SandboxView): Promise<Verdict> {
  const missing = await obstacle(sandbox);
  if (missing) return missing;
  const found: string[] = [];
  for (const { path, status } of await statusesOf(sandbox, UNWANTED)) {
    if (status === undefined) return fail(`Nothing answers on port ${PORT}.`);
    if (status === 200) found.push(path);
  }
  if (found.length === 0) return pass();
  const why = found.some((path) => path.startsWith('/notes/'))
    ? ' In `.dockerignore` a `*` stops at the next `/`.'
    : '';
  return fail(
    `The image has ${found.map((path) => `\`${path}\``).join(', ')}: everybody can read it on port ${PORT}.${why}`,
  );
}
