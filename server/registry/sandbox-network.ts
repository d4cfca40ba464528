import type Docker from 'dockerode';
import type { NetworkInspectInfo } from 'dockerode';
import { bridgeName, dockerLabels, networkName } from '../domain/docker-names.ts';
import { unlessMissing } from '../domain/engine-errors.ts';
import { raceSignal } from '../domain/race-signal.ts';
import type { SandboxNetwork } from './port.ts';

/** The sandboxes' network: no way out, and none from one sandbox to another. Created where missing. */
export async function ensureSandboxNetwork(
  docker: Docker,
  installation: string,
  abortSignal: AbortSignal,
): Promise<SandboxNetwork> {
  const name = networkName(installation);
  const found = await unlessMissing(raceSignal(docker.getNetwork(name).inspect(), abortSignal));
  const inspected = found ?? (await createNetwork(docker, installation, abortSignal));
  const gatewayAddress = inspected.IPAM?.Config?.[0]?.['Gateway'];
  if (gatewayAddress === undefined) {
    throw new Error(
      `The Docker network ${name} has no gateway address. Remove it (docker network rm ${name}) and start again.`,
    );
  }
  return { network: name, gatewayAddress };
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
