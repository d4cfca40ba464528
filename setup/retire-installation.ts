import type Docker from 'dockerode';
import { createDockerCourseRegistry } from '../server/registry/docker-course-registry.ts';
import { readCgroupSetup } from '../server/sandbox/cgroup-setup.ts';
import { createDockerSandboxHost } from '../server/sandbox/docker-sandbox-host.ts';
import { createHostKeeper } from '../server/sandbox/host-keeper.ts';

const RETIRE_TIMEOUT_MS = 120_000;

export interface RetireOptions {
  readonly images: { readonly sandbox: string; readonly gateway: string; readonly keeper: string };
  readonly registryVolume: string;
}

/** Takes an installation's sandboxes, keeper and gateway away, and with them what a plain removal leaves on the host: disks, cgroups, packet filter rules. */
export async function retireInstallation(docker: Docker, installation: string, using: RetireOptions): Promise<void> {
  const { images, registryVolume } = using;
  const signal = AbortSignal.timeout(RETIRE_TIMEOUT_MS);
  const { hasAppArmor } = await readCgroupSetup(docker);
  const keeper = createHostKeeper({ docker, installation, image: images.keeper, hasAppArmor });
  await keeper.start(signal);
  const host = await createDockerSandboxHost({
    docker,
    installation,
    image: images.sandbox,
    keeper,
    // Nothing is opened any more.
    network: { name: '', gatewayAddress: '' },
    limits: { memoryBytes: 0, cpus: 0, pids: 0, diskBytes: 0 },
    onWarning: () => {},
  });
  await host.reap(new Set());
  await keeper.remove();
  const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume: registryVolume });
  await registry.remove(signal);
}
