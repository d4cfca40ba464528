import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { heldPort } from '../held-port.ts';
import { missing } from './missing.ts';
import { CONTAINER, PATCH, PATCH_IMAGE, PORT } from './names.ts';

/** Does the new version run, is it well, and does it answer? */
export async function checkHealth(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(PATCH_IMAGE);
  if (!image) return missing(sandbox, PATCH_IMAGE);
  const container = await sandbox.container(CONTAINER);
  if (!container) return fail(`No container is named \`${CONTAINER}\` yet. Start it from \`${PATCH_IMAGE}\`.`);
  if (container.imageId !== image.id) {
    return fail(
      `The container \`${CONTAINER}\` was made from \`${container.image}\`, and that is not what \`${PATCH_IMAGE}\` is now. Remove it with \`docker rm -f ${CONTAINER}\`, and start it anew.`,
    );
  }
  if (container.state !== 'running') {
    const held = heldPort(await sandbox.containers(), PORT, image.id);
    if (held !== undefined) return fail(held);
    return fail(
      `The container \`${CONTAINER}\` is ${container.state}, with exit code ${container.exitCode}. \`docker logs ${CONTAINER}\` says why.`,
    );
  }
  if (!container.ports.some(({ hostPort }) => hostPort === PORT)) {
    return fail(`The container \`${CONTAINER}\` does not publish port ${PORT}. The program listens on its port 8000.`);
  }
  const page = await sandbox.http(PORT, '/version');
  if (page?.body.trim() !== PATCH) {
    const said = page ? `answers "${page.body.slice(0, 30)}"` : 'does not answer';
    return fail(`Port ${PORT} ${said} at \`/version\`, and should answer ${PATCH}. Which line of \`app.py\` says so?`);
  }
  switch (container.health) {
    case 'healthy':
      return pass();
    case 'none':
      return fail(
        `It runs and answers, but \`${CONTAINER}\` has no health check: give the image a \`HEALTHCHECK\` that asks \`/healthz\`.`,
      );
    case 'starting':
      return fail(
        `The health check of \`${CONTAINER}\` has not answered yet. With \`--interval=1s\` it does so at once.`,
      );
    case 'unhealthy':
      return fail(
        `The health check of \`${CONTAINER}\` fails. See what it says: \`docker inspect ${CONTAINER} --format '{{json .State.Health.Log}}'\`.`,
      );
  }
}
