import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import { dockerLabels, gatewayName, gatewayVolumeName, optionsLabel } from '../domain/docker-names.ts';
import { type InternetAccess, internetAccesses } from '../domain/internet-access.ts';
import { optionsHash } from '../domain/options-hash.ts';
import { networkNames } from './network-names.ts';

export interface GatewayContainer {
  readonly installation: string;
  /** The gateway image's tag on the host engine. */
  readonly image: string;
  /** The volume that holds the registry's content. */
  readonly volume: string;
  readonly gatewayAddress: string;
  readonly accounts: RegistryAccounts;
  /** The public registry that is asked for what the course does not have; `undefined` for none. */
  readonly upstream: URL | undefined;
  readonly internet: InternetAccess;
  /** Name servers that an open network's names are asked of. */
  readonly resolvers: readonly string[];
}

/** What holds for all accounts of learners in the course registry. */
export interface RegistryAccounts {
  /** Passwords are computed from it: 64 hex digits. */
  readonly secret: string;
  readonly quotaBytes: number;
}

/** Where the course registry listens, seen from the host. */
export function registryUrl(gatewayAddress: string): string {
  return `http://${gatewayAddress}:5000`;
}

/** As whom everything runs that sandboxes talk to. */
const NOBODY = 65534;

const closedDown: HostConfig = {
  NetworkMode: 'host',
  Init: true,
  ReadonlyRootfs: true,
  Tmpfs: {
    '/run': 'rw,nosuid,nodev,noexec,size=8m',
    '/run/sockets': `rw,nosuid,nodev,noexec,size=1m,mode=755,uid=${NOBODY},gid=${NOBODY}`,
    '/tmp': 'rw,nosuid,nodev,noexec,size=8m',
  },
  CapDrop: ['ALL'],
  SecurityOpt: ['no-new-privileges'],
};

/** How the gateway's container is made: on the host's network, with no more than the packet filter and port 53 ask for. */
export function gatewayContainerOptions(gateway: GatewayContainer): ContainerCreateOptions & { name: string } {
  const { installation, image, volume, gatewayAddress, internet, resolvers, accounts, upstream } = gateway;
  const options: ContainerCreateOptions = {
    Image: image,
    Cmd: ['gateway'],
    Env: [
      `GATEWAY_ADDRESS=${gatewayAddress}`,
      `BRIDGE=${networkNames(installation, internet).bridge}`,
      `INTERNET=${internet}`,
      `REGISTRY_SECRET=${accounts.secret}`,
      `REGISTRY_QUOTA_BYTES=${accounts.quotaBytes}`,
      `REGISTRY_UPSTREAM=${upstream?.href ?? ''}`,
    ],
    HostConfig: {
      ...closedDown,
      Mounts: [
        // Learners only ever read it.
        { Type: 'volume', Source: volume, Target: '/var/lib/registry', ReadOnly: true },
        {
          Type: 'volume',
          Source: gatewayVolumeName(installation),
          Target: '/var/lib/gateway',
          VolumeOptions: {
            NoCopy: false,
            Labels: dockerLabels(installation, 'gateway'),
            DriverConfig: { Name: 'local', Options: {} },
          },
        },
      ],
      // The packet filter wants the first two, names the third, and both programs give up root by the last two.
      CapAdd: ['NET_ADMIN', 'NET_RAW', 'NET_BIND_SERVICE', 'SETUID', 'SETGID'],
      // On the host's network, none means the host's own.
      Dns: [...resolvers],
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

/** A container that takes back what the packet filter has put on the host for any of the installation's networks, and ends. */
export function filterRemovalOptions(installation: string, image: string): ContainerCreateOptions {
  const bridges = internetAccesses.map((internet) => networkNames(installation, internet).bridge);
  return {
    Image: image,
    Cmd: ['packet-filter', 'remove', ...bridges],
    Labels: dockerLabels(installation, 'gateway'),
    HostConfig: { ...closedDown, CapAdd: ['NET_ADMIN', 'NET_RAW'] },
  };
}
