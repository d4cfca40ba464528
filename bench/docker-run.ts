import { randomBytes } from 'node:crypto';
import { sandboxName } from '../server/domain/docker-names.ts';
import { sandboxContainerOptions } from '../server/sandbox/container-options.ts';
import { createDockerReadySandbox, untilEngineListens } from '../server/sandbox/docker-ready-sandbox.ts';
import { sandboxIdSchema } from '../src/shared/ids.ts';
import { rawShellAtPrompt } from './raw-shell.ts';
import type { Stage } from './stage.ts';

/** What `docker run` by the API comes to, in ms from the beginning. */
export interface DockerRun {
  readonly promptMs: number;
  readonly engineMs: number;
}

/** A container with all of a sandbox's options, on a disk that was made before, a shell in it, and the first question to its engine: then it goes. */
export async function timeDockerRun(stage: Stage): Promise<DockerRun> {
  const { docker, sandboxes, signal, appArmorProfile } = stage;
  const sandboxId = sandboxIdSchema.parse(randomBytes(8).toString('hex'));
  const name = sandboxName(sandboxes.installation, sandboxId);
  const diskDevice = await sandboxes.keeper.attachDisk(name, stage.limits.diskBytes);
  const options = sandboxContainerOptions({
    installation: sandboxes.installation,
    sandboxId,
    image: stage.sandboxImage,
    network: { name: sandboxes.network, gatewayAddress: sandboxes.gatewayAddress },
    limits: stage.limits,
    cgroup: stage.cgroup,
    diskDevice,
    imageStore: stage.imageStore,
    ...(appArmorProfile === undefined ? {} : { appArmorProfile }),
  });
  try {
    const begin = performance.now();
    const container = await docker.createContainer(options);
    await container.start();
    const shell = await rawShellAtPrompt(container);
    const promptMs = performance.now() - begin;
    const sandbox = createDockerReadySandbox(container, sandboxId, {
      listens: untilEngineListens(container, sandboxId),
    });
    await sandbox.exec(['docker', 'version'], { signal });
    const engineMs = performance.now() - begin;
    shell.destroy();
    return { promptMs, engineMs };
  } finally {
    await sandboxes.host.remove([sandboxId]);
  }
}
