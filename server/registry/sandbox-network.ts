import type Docker from 'dockerode';
import type { NetworkInspectInfo } from 'dockerode';
import { bridgeName, dockerLabels, networkName } from '../domain/docker-names.ts';
import { raceSignal } from '../domain/race-signal.ts';

/** What the sandboxes' containers need to know of their network. */
export interface SandboxNetworkInfo {
  readonly network: string;
  /** The host's address on it: the only one that sandboxes reach. */
  readonly gatewayAddress: string;
}

/** The sandboxes' network: no way out, and none from one sandbox to another. Created where missing. */
export async function ensureSandboxNetwork(
  docker: Docker,
  installation: string,
  abortSignal: AbortSignal,
): Promise<SandboxNetworkInfo> {
  const name = networkName(installation);
  const found = await findNetwork(docker, name, abortSignal);
  const inspected = found ?? (await createNetwork(docker, installation, abortSignal));
  const gatewayAddress = inspected.IPAM?.Config?.[0]?.['Gateway'];
  if (gatewayAddress === undefined) {
    throw new Error(
      `The Docker network ${name} has no gateway address. Remove it (docker network rm ${name}) and start again.`,
    );
  }
  return { network: name, gatewayAddress };
}

async function findNetwork(
  docker: Docker,
  name: string,
  abortSignal: AbortSignal,
): Promise<NetworkInspectInfo | undefined> {
  try {
    return await raceSignal(docker.getNetwork(name).inspect(), abortSignal);
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}

async function createNetwork(
  docker: Docker,
  installation: string,
  abortSignal: AbortSignal,
): Promise<NetworkInspectInfo> {
  const network = await docker.createNetwork({
    Name: networkName(installation),
    // Of two that start at once, one is told that the name is taken.
    CheckDuplicate: true,
    Driver: 'bridge',
    Internal: true,
    Options: {
      'com.docker.network.bridge.name': bridgeName(installation),
      'com.docker.network.bridge.enable_icc': 'false',
    },
    Labels: dockerLabels(installation, 'gateway'),
    abortSignal,
  });
  return raceSignal(network.inspect(), abortSignal);
}
