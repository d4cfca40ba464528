import type { z } from 'zod';
import type { ContainerDetails, Mount, PublishedPort } from '../../src/shared/exercise/index.ts';
import type { containerInspectSchema } from './engine-schemas.ts';

type Inspected = z.infer<typeof containerInspectSchema>;

const mountKinds = ['volume', 'bind', 'tmpfs'] as const;
const protocols = ['tcp', 'udp', 'sctp'] as const;
const healths = ['starting', 'healthy', 'unhealthy'] as const;

/** Go's time before all times: it has not happened. */
const NEVER = '0001-01-01T00:00:00Z';

function toMounts({ Mounts, HostConfig }: Inspected): readonly Mount[] {
  const listed = Mounts.flatMap(({ Type, Name, Source, Destination, RW }): Mount[] => {
    const kind = mountKinds.find((each) => each === Type);
    if (!kind) return [];
    const source = (kind === 'volume' ? Name : kind === 'bind' ? Source : undefined) ?? '';
    return [{ kind, source, destination: Destination, isWritable: RW }];
  });
  // Those of `--tmpfs` are not among the mounts.
  const others = Object.entries(HostConfig.Tmpfs).map(([destination, options]): Mount => {
    return { kind: 'tmpfs', source: '', destination, isWritable: !options.split(',').includes('ro') };
  });
  return [...listed, ...others.filter((other) => listed.every(({ destination }) => destination !== other.destination))];
}

/** A port that is published for IPv4 and for IPv6 is one. */
function toPorts({ NetworkSettings }: Inspected): readonly PublishedPort[] {
  return Object.entries(NetworkSettings.Ports).flatMap(([key, bindings]) => {
    const [containerPort, name] = key.split('/');
    const protocol = protocols.find((each) => each === name);
    if (!protocol) return [];
    const hostPorts = new Set((bindings ?? []).map(({ HostPort }) => Number(HostPort)));
    return [...hostPorts].map((hostPort) => ({ containerPort: Number(containerPort), hostPort, protocol }));
  });
}

const toTime = (text: string) => (text === NEVER ? '' : text);

export function toContainerDetails(container: Inspected): ContainerDetails {
  const { State, Config, HostConfig, NetworkSettings } = container;
  return {
    id: container.Id,
    name: container.Name.replace(/^\//, ''),
    image: Config.Image,
    imageId: container.Image,
    state: State.Status,
    ports: toPorts(container),
    command: [container.Path, ...container.Args].filter((word) => word !== ''),
    env: Config.Env,
    labels: Config.Labels,
    user: Config.User ?? '',
    workingDir: Config.WorkingDir ?? '',
    mounts: toMounts(container),
    networks: Object.keys(NetworkSettings.Networks),
    exitCode: State.ExitCode,
    startedAt: toTime(State.StartedAt),
    finishedAt: toTime(State.FinishedAt),
    restartPolicy: HostConfig.RestartPolicy?.Name || 'no',
    isRemovedAtEnd: HostConfig.AutoRemove,
    memoryLimitBytes: HostConfig.Memory,
    health: healths.find((each) => each === State.Health?.Status) ?? 'none',
  };
}
