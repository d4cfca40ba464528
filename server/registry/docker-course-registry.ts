import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { z } from 'zod';
import { gatewayName, gatewayVolumeName, optionsLabel } from '../domain/docker-names.ts';
import { unlessMissing } from '../domain/engine-errors.ts';
import { type InternetAccess, type InternetDoor, internetAccesses } from '../domain/internet-access.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import { Serial } from '../domain/serial.ts';
import {
  filterRemovalOptions,
  gatewayContainerOptions,
  type RegistryAccounts,
  registryUrl,
} from './gateway-options.ts';
import { networkNames } from './network-names.ts';
import type { CourseRegistry } from './port.ts';
import { runInContainer } from './run-in-container.ts';
import { ensureSandboxNetwork, findSandboxNetwork, removeUnusedNetwork } from './sandbox-network.ts';

/** What the sandboxes trust, in the gateway. */
const AUTHORITY = '/var/lib/gateway/authority/ca.crt';

const DEFAULT_QUOTA_BYTES = 512 * 1024 ** 2;

const bytes = z.number().int().nonnegative();
const useSchema = z.object({ usedBytes: bytes, quotaBytes: bytes });
const meterSchema = z.object({
  servedHere: bytes,
  wentUpstream: bytes,
  publicLimit: z.object({ limit: bytes, remaining: bytes, windowSeconds: bytes }).optional(),
});

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
  /** Left out, nobody can log in. */
  readonly accounts?: RegistryAccounts;
  /** The public registry that is asked for what the course does not have: none where left out. */
  readonly upstream?: URL;
  /** Closed where left out. */
  readonly internet?: InternetAccess;
  /** IPv4 addresses of the name servers that an open network's names are asked of. Left out, they are the host's own. */
  readonly resolvers?: readonly string[];
}

export interface DockerCourseRegistry extends CourseRegistry {
  /** Takes gateway, packet filter and networks away, with what learners have pushed, for an installation that is given up. The course's images stay. */
  remove(signal: AbortSignal): Promise<void>;
}

/** The course registry, names and packet filter in one container beside the host engine. */
export function createDockerCourseRegistry(options: DockerCourseRegistryOptions): DockerCourseRegistry {
  const { docker, installation, image, upstream, internet = 'registry-only', resolvers = [] } = options;
  const accounts = options.accounts ?? { secret: randomBytes(32).toString('hex'), quotaBytes: DEFAULT_QUOTA_BYTES };
  const container = docker.getContainer(gatewayName(installation));

  /** The gateway's address, once it was started. */
  let started: string | undefined;

  const inspect = (abortSignal?: AbortSignal) => unlessMissing(container.inspect(abortSignal ? { abortSignal } : {}));

  /** Those that were opened here, should the packet filter be emptied. */
  const opened = new Set<string>();
  const serial = new Serial<'filter'>();

  /** What a command in the gateway prints. */
  const ask = async (command: readonly string[], signal: AbortSignal): Promise<string> => {
    const { exitCode, output } = await runInContainer(container, command, signal);
    if (exitCode !== 0) throw new Error(`The gateway does not do \`${command.join(' ')}\`. It said: ${output}`);
    return output;
  };

  const setFilter = (
    bridge: string,
    gatewayAddress: string,
    access: InternetAccess,
    signal: AbortSignal,
  ): Promise<void> =>
    // Nobody who is closed meanwhile is to be opened again by it.
    serial.run('filter', async () => {
      const set = ['packet-filter', 'set', bridge, gatewayAddress, access, ...(access === 'open' ? opened : [])];
      const { exitCode, output } = await runInContainer(container, set, signal);
      if (exitCode !== 0)
        throw new Error(`The packet filter in front of the host could not be set. It said: ${output}`);
    });

  const door: InternetDoor = {
    set: (address, access, signal) =>
      serial.run('filter', async () => {
        opened.delete(address);
        const how = access === 'open' ? 'open' : 'close';
        await ask(['packet-filter', how, networkNames(installation, 'open').bridge, address], signal);
        if (access === 'open') opened.add(address);
      }),
  };

  const bringUp = async (gatewayAddress: string, abortSignal: AbortSignal): Promise<void> => {
    const wanted = gatewayContainerOptions({ ...options, accounts, upstream, internet, resolvers, gatewayAddress });
    const found = await inspect(abortSignal);
    if (found?.State.Running && found.Config.Labels[optionsLabel] === wanted.Labels?.[optionsLabel]) {
      // Another program on the host may have emptied the packet filter since.
      return setFilter(networkNames(installation, internet).bridge, gatewayAddress, internet, abortSignal);
    }
    if (found) await container.remove({ force: true, abortSignal });
    const created = await docker.createContainer({ ...wanted, abortSignal });
    await created.start({ abortSignal });
  };

  /**
   * The network of a setting that no longer holds: closed for the sandboxes that still run on it, which move at their next start, and removed with
   * the last of them.
   */
  const giveUp = async (access: InternetAccess, signal: AbortSignal): Promise<void> => {
    const found = await findSandboxNetwork(docker, installation, access, signal);
    if (!found) return;
    const { bridge } = networkNames(installation, access);
    if (await removeUnusedNetwork(docker, found.name, signal)) {
      await runInContainer(container, ['packet-filter', 'remove', bridge], signal);
    } else {
      await setFilter(bridge, found.gatewayAddress, 'registry-only', signal);
    }
  };

  const probe = async (signal: AbortSignal): Promise<void> => {
    const found = await inspect(signal);
    if (!found?.State.Running) throw new Error('The course registry is not running. Start Drydock again.');
    const address = found.Config.Env.find((variable) => variable.startsWith('GATEWAY_ADDRESS='))?.split('=')[1] ?? '';
    const url = `${registryUrl(address)}/v2/`;
    const ask = ['busybox', 'wget', '-q', '-T', String(ANSWER_TIMEOUT_SECONDS), '-O', '/dev/null', url];
    const { exitCode } = await runInContainer(container, ask, signal);
    if (exitCode !== 0) {
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

  const start = async (signal: AbortSignal): Promise<SandboxNetwork> => {
    const network = await ensureSandboxNetwork(docker, installation, internet, signal);
    await bringUp(network.gatewayAddress, signal);
    started = network.gatewayAddress;
    for (const other of internetAccesses.filter((access) => access !== internet)) await giveUp(other, signal);
    await untilItAnswers(signal);
    return { ...network, authority: await ask(['cat', AUTHORITY], signal) };
  };

  return {
    start,

    // The engine lists all sandboxes of a network where it is asked for it, which takes it long where there are hundreds: so the network is not looked at.
    async mend(signal) {
      const found = started === undefined ? undefined : await inspect(signal);
      if (started === undefined || !found?.State.Running) await start(signal);
      else await setFilter(networkNames(installation, internet).bridge, started, internet, signal);
    },

    // The packet filter stays: sandboxes that are only paused are still on the network.
    async stop() {
      if (await inspect()) await container.remove({ force: true });
    },

    async remove(signal) {
      if (await inspect(signal)) await container.remove({ force: true, abortSignal: signal });
      // The filter goes last: while a network is there, so is what closes it.
      for (const access of internetAccesses) {
        const { network } = networkNames(installation, access);
        await unlessMissing(docker.getNetwork(network).remove({ abortSignal: signal }));
      }
      await unlessMissing(docker.getVolume(gatewayVolumeName(installation)).remove());
      const removal = await docker.createContainer({
        ...filterRemovalOptions(installation, image),
        abortSignal: signal,
      });
      try {
        await removal.start({ abortSignal: signal });
        await removal.wait({ abortSignal: signal });
      } finally {
        await removal.remove({ force: true });
      }
    },

    door: internet === 'open' ? door : undefined,
    probe,
    async use(account, signal) {
      return useSchema.parse(JSON.parse(await ask(['gateway-front', 'ask', 'GET', `/accounts/${account}`], signal)));
    },
    async empty(account, signal) {
      await ask(['gateway-front', 'ask', 'DELETE', `/accounts/${account}`], signal);
    },
    async meter(signal) {
      return meterSchema.parse(JSON.parse(await ask(['gateway-front', 'ask', 'GET', '/pulls'], signal)));
    },
  };
}
