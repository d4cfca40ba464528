import { type ContainerDetails, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { CONTAINER, HARD, PORT } from './names.ts';

/** The container of the hardened image, where it runs; else what to say. */
async function running(sandbox: SandboxView): Promise<ContainerDetails | Verdict> {
  const container = await sandbox.container(CONTAINER);
  if (!container) return fail(`No container is named \`${CONTAINER}\` yet.`);
  const image = await sandbox.image(HARD);
  if (container.imageId !== image?.id) {
    return fail(
      `\`${CONTAINER}\` was made from \`${container.image}\`, and not from the \`${HARD}\` that you have now. Remove it with \`docker rm -f ${CONTAINER}\`, and start a new one.`,
    );
  }
  if (container.state === 'running') return container;
  return fail(
    `\`${CONTAINER}\` does not run: its state is "${container.state}", exit code ${container.exitCode}. \`docker logs ${CONTAINER}\` says why.`,
  );
}

/** Does the image's own health check find the kiosk well? */
export async function checkHealth(sandbox: SandboxView): Promise<Verdict> {
  const container = await running(sandbox);
  if ('kind' in container) return container;
  switch (container.health) {
    case 'healthy':
      return pass();
    case 'none':
      return fail(`\`${CONTAINER}\` runs, and nothing looks whether it answers: \`${HARD}\` has no \`HEALTHCHECK\`.`);
    case 'starting':
      return fail(`The first health check of \`${CONTAINER}\` is not over yet. A shorter \`--interval\` looks sooner.`);
    case 'unhealthy':
      return fail(
        `The health check of \`${CONTAINER}\` fails. There is no curl in a slim image; python can ask port ${PORT} itself. \`docker inspect\` shows what the check printed.`,
      );
  }
}

/** What the kiosk says of its own process; `undefined` where it says nothing of that kind. */
async function askKiosk(sandbox: SandboxView): Promise<Record<string, unknown> | undefined> {
  const answer = await sandbox.http(PORT, '/self');
  if (answer?.status !== 200) return undefined;
  try {
    const self: unknown = JSON.parse(answer.body);
    return typeof self === 'object' && self !== null ? (self as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Does the kiosk run with no more than it needs, and with its token? */
export async function checkLocked(sandbox: SandboxView): Promise<Verdict> {
  const container = await running(sandbox);
  if ('kind' in container) return container;
  const self = await askKiosk(sandbox);
  if (!self) return fail(`Port ${PORT} does not tell of the kiosk at \`/self\`. Publish it: \`-p ${PORT}:${PORT}\`.`);
  if (self['user'] === 0) return fail('The kiosk says that it runs as user 0, root.');
  if (self['readOnly'] !== true) {
    return fail('The kiosk can still write to its file system. `docker run` has an option that makes it read-only.');
  }
  if (self['capabilities'] !== 0) {
    return fail(`${self['capabilities']} capabilities are within the kiosk’s reach, and it needs none: drop all.`);
  }
  if (self['token'] !== 'given') {
    return fail('The kiosk runs locked up, but its token is missing. Give it at the start, as `KIOSK_TOKEN`.');
  }
  return pass();
}
