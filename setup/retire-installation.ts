import type Docker from 'dockerode';
import { networkName } from '../server/domain/docker-names.ts';
import { createDockerCourseRegistry } from '../server/registry/docker-course-registry.ts';
import { createDockerSandboxHost } from '../server/sandbox/docker-sandbox-host.ts';

const RETIRE_TIMEOUT_MS = 120_000;

/** Takes an installation's sandboxes and gateway away, and with them what a plain removal leaves on the host: cgroups and packet filter rules. */
export async function retireInstallation(
  docker: Docker,
  installation: string,
  using: { readonly images: { readonly sandbox: string; readonly gateway: string }; readonly registryVolume: string },
): Promise<void> {
  const host = await createDockerSandboxHost({
    docker,
    installation,
    image: using.images.sandbox,
    // Nothing is opened any more.
    network: networkName(installation),
    gatewayAddress: '',
    limits: { memoryBytes: 0, cpus: 0, pids: 0 },
    maxRunning: 0,
  });
  await host.reap(new Set());
  const registry = createDockerCourseRegistry({
    docker,
    installation,
    image: using.images.gateway,
    volume: using.registryVolume,
  });
  await registry.remove(AbortSignal.timeout(RETIRE_TIMEOUT_MS));
}
