/** How the host engine keeps its cgroups, as `GET /info` says. */
export interface CgroupSetup {
  readonly version: 1 | 2;
  readonly driver: 'cgroupfs' | 'systemd';
}

/** The controllers that a sandbox gets a part of, on cgroup v1. */
export const cgroupV1Controllers = [
  'cpu',
  'cpuacct',
  'cpuset',
  'memory',
  'devices',
  'freezer',
  'blkio',
  'pids',
  'systemd',
] as const;

export interface CgroupPlacement {
  /** For `HostConfig.CgroupParent`. */
  readonly parent: string;
  /** The parent's folders on the host, below /sys/fs/cgroup: one a controller on v1, one in all on v2. */
  readonly folders: readonly string[];
  /** What the host engine may leave behind there. */
  readonly traces: readonly string[];
  /** On v1 the parent's folder below each controller's, where the limits are. */
  readonly limitsFolder?: string;
  /** On v1 the folder of the `cpu` controller: the learner's own containers lie beside the sandbox in it, and a pause does not hold them. */
  readonly unpausedFolder?: string;
}

/** systemd takes only slices for parents, and nests `a-b.slice` in `a.slice`. */
function slicePath(name: string): string {
  const parts = name.split('-');
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('-')}.slice`).join('/');
}

/** Where on the host a sandbox's cgroup lies. `name` is words joined by hyphens. */
export function placeCgroup(name: string, setup: CgroupSetup): CgroupPlacement {
  const parent = setup.driver === 'systemd' ? `${name}.slice` : `/${name}`;
  const path = setup.driver === 'systemd' ? slicePath(name) : name;
  if (setup.version === 2) return { parent, folders: [path], traces: [path] };
  const folders = cgroupV1Controllers.map((controller) => `${controller}/${path}`);
  // Where the host has a tree without controllers beside those of v1, the engine uses it too.
  return {
    parent,
    folders,
    traces: [...folders, `unified/${path}`],
    unpausedFolder: `cpu/${path}`,
    limitsFolder: path,
  };
}
