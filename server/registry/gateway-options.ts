import type { ContainerCreateOptions } from 'dockerode';
import { bridgeName, dockerLabels, gatewayName, optionsLabel } from '../domain/docker-names.ts';
import { optionsHash } from '../domain/options-hash.ts';

export interface GatewayContainer {
  readonly installation: string;
  /** The gateway image's tag on the host engine. */
  readonly image: string;
  /** The volume that holds the registry's content. */
  readonly volume: string;
  readonly gatewayAddress: string;
}

/** Where the course registry listens, seen from the host. */
export function registryUrl(gatewayAddress: string): string {
  return `http://${gatewayAddress}:5000`;
}

/** How the gateway's container is made: on the host's network, with no more than the packet filter and port 53 ask for. */
export function gatewayContainerOptions(gateway: GatewayContainer): ContainerCreateOptions & { name: string } {
  const { installation, image, volume, gatewayAddress } = gateway;
  const options: ContainerCreateOptions = {
    Image: image,
    Cmd: ['gateway'],
    Env: [`GATEWAY_ADDRESS=${gatewayAddress}`, `BRIDGE=${bridgeName(installation)}`],
    HostConfig: {
      NetworkMode: 'host',
      Init: true,
      ReadonlyRootfs: true,
      Tmpfs: { '/run': 'rw,nosuid,nodev,noexec,size=8m', '/tmp': 'rw,nosuid,nodev,noexec,size=8m' },
      // Learners only ever read it.
      Binds: [`${volume}:/var/lib/registry:ro`],
      CapDrop: ['ALL'],
      // The packet filter wants the first two, names the third, and both programs give up root by the last two.
      CapAdd: ['NET_ADMIN', 'NET_RAW', 'NET_BIND_SERVICE', 'SETUID', 'SETGID'],
      SecurityOpt: ['no-new-privileges'],
      RestartPolicy: { Name: 'on-failure' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } },
    },
  };
  return {
    ...options,
    name: gatewayName(installation),
    Labels: { ...dockerLabels(installation, 'gateway'), [optionsLabel]: optionsHash(options) },
  };
}
