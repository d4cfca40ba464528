import type Docker from 'dockerode';
import type { NetworkInspectInfo } from 'dockerode';
import { dockerLabels } from '../domain/docker-names.ts';
import { isEngineStatus, unlessMissing } from '../domain/engine-errors.ts';
import type { InternetAccess } from '../domain/internet-access.ts';
import { raceSignal } from '../domain/race-signal.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import { networkNames } from './network-names.ts';

/** The sandboxes' network: no way from one sandbox to another. Where the packet filter is not set, it must not be used. Created where missing. */
export async function ensureSandboxNetwork(
  docker: Docker,
  installation: string,
  internet: InternetAccess,
  abortSignal: AbortSignal,
): Promise<SandboxNetwork> {
  const found = await findNetwork(docker, installation, internet, abortSignal);
  return describe(found ?? (await createNetwork(docker, installation, internet, abortSignal)));
}

export async function findSandboxNetwork(
  docker: Docker,
  installation: string,
  internet: InternetAccess,
  abortSignal: AbortSignal,
): Promise<SandboxNetwork | undefined> {
  const found = await findNetwork(docker, installation, internet, abortSignal);
  return found && describe(found);
}

/** Resolves with whether the network is gone: one that something runs on stays. */
export async function removeUnusedNetwork(docker: Docker, name: string, abortSignal: AbortSignal): Promise<boolean> {
  try {
    await unlessMissing(docker.getNetwork(name).remove({ abortSignal }));
    return true;
  } catch (error) {
    if (isEngineStatus(error, 403)) return false;
    throw error;
  }
}

function findNetwork(docker: Docker, installation: string, internet: InternetAccess, abortSignal: AbortSignal) {
  const { network } = networkNames(installation, internet);
  return unlessMissing(raceSignal<NetworkInspectInfo>(docker.getNetwork(network).inspect(), abortSignal));
}

function describe({ Name, IPAM }: NetworkInspectInfo): SandboxNetwork {
  const gatewayAddress = IPAM?.Config?.[0]?.['Gateway'];
  if (gatewayAddress === undefined) {
    throw new Error(
      `The Docker network ${Name} has no gateway address. Remove it (docker network rm ${Name}) and start again.`,
    );
  }
  return { name: Name, gatewayAddress };
}

async function createNetwork(
  docker: Docker,
  installation: string,
  internet: InternetAccess,
  abortSignal: AbortSignal,
): Promise<NetworkInspectInfo> {
  const { network: name, bridge } = networkNames(installation, internet);
  const network = await docker.createNetwork({
    Name: name,
    // Of two that start at once, one is told that the name is taken.
    CheckDuplicate: true,
    Driver: 'bridge',
    Internal: internet !== 'open',
    Options: {
      'com.docker.network.bridge.name': bridge,
      'com.docker.network.bridge.enable_icc': 'false',
    },
    Labels: dockerLabels(installation, 'gateway'),
    abortSignal,
  });
  return raceSignal(network.inspect(), abortSignal);
}
