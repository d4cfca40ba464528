import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { gatewayName, optionsLabel } from '../domain/docker-names.ts';
import { unlessMissing } from '../domain/engine-errors.ts';
import { gatewayContainerOptions, registryUrl } from './gateway-options.ts';
import type { CourseRegistry } from './port.ts';
import { runInContainer } from './run-in-container.ts';
import { ensureSandboxNetwork } from './sandbox-network.ts';

/** Between two looks whether the gateway answers; it takes a fifth of a second to start. */
const ANSWER_POLL_MS = 50;

/** The registry is on the same host: an answer that takes longer is none. */
const ANSWER_TIMEOUT_SECONDS = 2;

export interface DockerCourseRegistryOptions {
  readonly docker: Docker;
  /** The installation's id: 8 hex digits. */
  readonly installation: string;
  /** The gateway image's tag on the host engine. */
  readonly image: string;
  /** The volume that holds the registry's content. */
  readonly volume: string;
}

export interface DockerCourseRegistry extends CourseRegistry {
  /** Takes gateway, packet filter and network away, for an installation that is given up. The registry's content stays. */
  remove(signal: AbortSignal): Promise<void>;
}

/** The course registry, names and packet filter in one container beside the host engine. */
export function createDockerCourseRegistry(options: DockerCourseRegistryOptions): DockerCourseRegistry {
  const { docker, installation } = options;
  const container = docker.getContainer(gatewayName(installation));

  const inspect = (abortSignal?: AbortSignal) => unlessMissing(container.inspect(abortSignal ? { abortSignal } : {}));

  const bringUp = async (gatewayAddress: string, abortSignal: AbortSignal): Promise<void> => {
    const wanted = gatewayContainerOptions({ ...options, gatewayAddress });
    const found = await inspect(abortSignal);
    if (found?.State.Running && found.Config.Labels[optionsLabel] === wanted.Labels?.[optionsLabel]) {
      // Another program on the host may have emptied the packet filter since.
      const code = await runInContainer(container, ['packet-filter'], abortSignal);
      if (code !== 0) throw new Error(`The packet filter could not be set: see docker logs ${wanted.name}.`);
      return;
    }
    if (found) await container.remove({ force: true, abortSignal });
    const created = await docker.createContainer({ ...wanted, abortSignal });
    await created.start({ abortSignal });
  };

  const probe = async (signal: AbortSignal): Promise<void> => {
    const found = await inspect(signal);
    if (!found?.State.Running) throw new Error('The course registry is not running. Start Drydock again.');
    const address = found.Config.Env.find((variable) => variable.startsWith('GATEWAY_ADDRESS='))?.split('=')[1] ?? '';
    const url = `${registryUrl(address)}/v2/`;
    const ask = ['busybox', 'wget', '-q', '-T', String(ANSWER_TIMEOUT_SECONDS), '-O', '/dev/null', url];
    if ((await runInContainer(container, ask, signal)) !== 0) {
      throw new Error(
        `The course registry does not answer at ${url}. Its log: docker logs ${gatewayName(installation)}`,
      );
    }
  };

  const untilItAnswers = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      try {
        return await probe(signal);
      } catch (error) {
        if (signal.aborted) throw new Error('The course registry did not start in time.', { cause: error });
      }
      await delay(ANSWER_POLL_MS, undefined, { signal }).catch(() => {});
    }
  };

  return {
    async start(signal) {
      const network = await ensureSandboxNetwork(docker, installation, signal);
      await bringUp(network.gatewayAddress, signal);
      await untilItAnswers(signal);
      return network;
    },

    // The packet filter stays: sandboxes that are only paused are still on the network.
    async stop() {
      if (await inspect()) await container.remove({ force: true });
    },

    async remove(signal) {
      const { network, gatewayAddress } = await ensureSandboxNetwork(docker, installation, signal);
      await bringUp(gatewayAddress, signal);
      await runInContainer(container, ['packet-filter', 'remove'], signal);
      await container.remove({ force: true, abortSignal: signal });
      await docker.getNetwork(network).remove({ abortSignal: signal });
    },

    probe,
  };
}
