import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import Docker from 'dockerode';
import { dockerLabels, gatewayName, networkName, sandboxName } from '../domain/docker-names.ts';
import { placeCgroup } from './cgroup-placement.ts';
import { readCgroupSetup } from './cgroup-setup.ts';
import type { SandboxLimits } from './container-options.ts';
import { createDockerSandboxHost } from './docker-sandbox-host.ts';
import type { SandboxHostUnderTest } from './sandbox-host-contract.ts';

const MIB = 1024 ** 2;

export const testLimits: SandboxLimits = { memoryBytes: 512 * MIB, cpus: 1.5, pids: 400 };

export interface DockerSandboxHarness extends SandboxHostUnderTest {
  readonly docker: Docker;
  readonly installation: string;
  readonly network: string;
  readonly gatewayAddress: string;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A sandbox host on the local engine, in an installation of its own with a closed network; without a gateway, whose tests are elsewhere. */
export async function createDockerSandboxHarness(
  image: string,
  options: { readonly installation?: string; readonly limits?: SandboxLimits; readonly maxRunning?: number } = {},
): Promise<DockerSandboxHarness> {
  const docker = new Docker();
  const installation = options.installation ?? randomBytes(4).toString('hex');
  const name = networkName(installation);
  const network = await docker.createNetwork({
    Name: name,
    Labels: dockerLabels(installation, 'sandbox'),
    Internal: true,
    Options: { 'com.docker.network.bridge.enable_icc': 'false' },
  });
  const inspected = await network.inspect();
  const gatewayAddress = inspected.IPAM?.Config?.[0]?.['Gateway'] ?? '';
  const { limits = testLimits, maxRunning = 50 } = options;
  const host = await createDockerSandboxHost({
    docker,
    installation,
    image,
    network: name,
    gatewayAddress,
    limits,
    maxRunning,
  });
  const { cgroup } = await readCgroupSetup(docker);

  return {
    docker,
    installation,
    network: name,
    gatewayAddress,
    host,
    stop: async (id) => docker.getContainer(sandboxName(installation, id)).kill(),
    async kept(id) {
      const own = sandboxName(installation, id);
      const containers = await docker.listContainers({ all: true, filters: { name: [own] } });
      const { Volumes } = await docker.listVolumes({ filters: { name: [own] } });
      const folders = placeCgroup(own, cgroup).traces.map((folder) => `/sys/fs/cgroup/${folder}`);
      const found = await Promise.all(folders.map(async (folder) => ((await exists(folder)) ? [folder] : [])));
      return [...containers.map(({ Names }) => Names.join()), ...Volumes.map(({ Name }) => Name), ...found.flat()];
    },
    async [Symbol.asyncDispose]() {
      await docker
        .getContainer(gatewayName(installation))
        .remove({ force: true })
        .catch(() => {});
      await network.remove();
    },
  };
}
