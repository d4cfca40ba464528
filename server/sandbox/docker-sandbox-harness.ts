import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { dockerLabels, gatewayName, networkName, sandboxName } from '../domain/docker-names.ts';
import type { InternetDoor } from '../domain/internet-access.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import { placeCgroup } from './cgroup-placement.ts';
import { readCgroupSetup } from './cgroup-setup.ts';
import type { SandboxLimits } from './container-options.ts';
import { createDockerSandboxHost } from './docker-sandbox-host.ts';
import { createHostKeeper, type HostKeeper } from './host-keeper.ts';
import { createKeeperCommands } from './keeper-commands.ts';
import type { SandboxHost } from './port.ts';
import type { SandboxHostUnderTest } from './sandbox-host-contract.ts';

const MIB = 1024 ** 2;
/** A container that is made and started; only an engine that hangs takes as long. */
const START_TIMEOUT_MS = 120_000;

export const testLimits: SandboxLimits = { memoryBytes: 512 * MIB, cpus: 1.5, pids: 400, diskBytes: 1024 * MIB };

/** The engine's host may be another machine than this one; the keeper sees its cgroups. */
const PRINT_FOLDERS = 'cd /host-cgroups; for folder; do [ ! -d "$folder" ] || echo "$folder"; done';

export interface DockerSandboxHarness extends SandboxHostUnderTest {
  readonly docker: Docker;
  readonly installation: string;
  readonly network: string;
  readonly gatewayAddress: string;
  readonly keeper: HostKeeper;
  /** A second one over the same sandboxes, as in another process. */
  anotherHost(): Promise<SandboxHost>;
}

export interface HarnessImages {
  readonly sandbox: string;
  readonly keeper: string;
  readonly imageStore?: string;
}

/** A sandbox host on the local engine, in an installation of its own with a closed network; without a gateway, whose tests are elsewhere. */
export async function createDockerSandboxHarness(
  images: HarnessImages,
  options: {
    /** The machine's own engine where left out. */
    readonly docker?: Docker;
    readonly installation?: string;
    readonly limits?: SandboxLimits;
    /** One that is there already, and that its maker removes. */
    readonly network?: SandboxNetwork;
    /** Of that network, where sandboxes can be open on it. */
    readonly door?: InternetDoor | undefined;
  } = {},
): Promise<DockerSandboxHarness> {
  const docker = options.docker ?? new Docker();
  const installation = options.installation ?? randomBytes(4).toString('hex');
  const network = options.network ?? (await createNetwork(docker, installation));
  const { cgroup, hasAppArmor } = await readCgroupSetup(docker);
  const store = images.imageStore === undefined ? {} : { imageStore: images.imageStore };
  const keeperOptions = { docker, installation, image: images.keeper, hasAppArmor, ...store };
  const keeper = createHostKeeper(keeperOptions);
  const onHost = createKeeperCommands(docker, keeperOptions);
  await keeper.start(AbortSignal.timeout(START_TIMEOUT_MS));
  const newHost = () =>
    createDockerSandboxHost({
      docker,
      installation,
      image: images.sandbox,
      ...store,
      network,
      limits: options.limits ?? testLimits,
      keeper,
      door: options.door,
      onWarning: (reason) => {
        throw reason;
      },
    });
  const host = await newHost();
  let isDisposed = false;

  return {
    docker,
    installation,
    network: network.name,
    gatewayAddress: network.gatewayAddress,
    keeper,
    host,
    anotherHost: newHost,
    kill: async (id) => docker.getContainer(sandboxName(installation, id)).kill(),
    async kept(id) {
      const own = sandboxName(installation, id);
      const containers = await docker.listContainers({ all: true, filters: { name: [own] } });
      const { Volumes } = await docker.listVolumes({ filters: { name: [own] } });
      const disks = (await keeper.diskNames()).filter((disk) => disk === own);
      const found = await onHost.run(['sh', '-c', PRINT_FOLDERS, 'sh', ...placeCgroup(own, cgroup).traces]);
      return [...containers.map(({ Names }) => Names.join()), ...Volumes.map(({ Name }) => Name), ...disks, ...found];
    },
    async [Symbol.asyncDispose]() {
      if (isDisposed) return;
      isDisposed = true;
      await host.reap(new Set());
      await docker
        .getContainer(gatewayName(installation))
        .remove({ force: true })
        .catch(() => {});
      await keeper.remove();
      if (!options.network) await docker.getNetwork(network.name).remove();
    },
  };
}

async function createNetwork(docker: Docker, installation: string): Promise<SandboxNetwork> {
  const name = networkName(installation);
  const network = await docker.createNetwork({
    Name: name,
    Labels: dockerLabels(installation, 'sandbox'),
    Internal: true,
    Options: { 'com.docker.network.bridge.enable_icc': 'false' },
  });
  const { IPAM } = await network.inspect();
  return { name, gatewayAddress: IPAM?.Config?.[0]?.['Gateway'] ?? '' };
}
