import type { CgroupSetup } from './cgroup-placement.ts';

/** What the host's Docker Engine says of itself. */
export interface EngineFacts {
  readonly version: string;
  readonly apiVersion: string;
  readonly operatingSystem: string;
  /** `linux` or `windows`. */
  readonly osType: string;
  /** As `uname -m` says it. */
  readonly architecture: string;
  readonly kernelVersion: string;
  /** `undefined`: the engine manages none. */
  readonly cgroup: CgroupSetup | undefined;
  readonly hasSeccomp: boolean;
  readonly hasAppArmor: boolean;
  readonly hasSelinux: boolean;
  readonly isRootless: boolean;
  readonly remapsUsers: boolean;
  /** What it can't limit, of memory, swap, processor time and processes. */
  readonly unlimited: readonly ('memory' | 'swap' | 'cpu' | 'pids')[];
  /** How far its clock is ahead of this machine's, in ms. */
  readonly clockAheadMs: number;
}

/** What came of trying something. */
export type Attempt = { readonly works: true } | { readonly works: false; readonly reason: string };

/** The kernel's settings that sandboxes need much of, or that forbid them. */
export const kernelSettingNames = [
  'user.max_user_namespaces',
  'kernel.unprivileged_userns_clone',
  'kernel.apparmor_restrict_unprivileged_userns',
  'fs.inotify.max_user_instances',
  'kernel.pid_max',
  'net.netfilter.nf_conntrack_max',
] as const;

export type KernelSettingName = (typeof kernelSettingNames)[number];

/** What a container on the host finds: under a sandbox's system call filter, as a learner, without any capability. */
export interface KernelFacts {
  readonly userNamespace: Attempt;
  /** In a user namespace, as the engine in a sandbox does it; so is `packetFilter`. `undefined`: could not be tried. */
  readonly overlay: Attempt | undefined;
  readonly packetFilter: Attempt | undefined;
  readonly hasTun: boolean;
  readonly hasLoopDevices: boolean;
  /** The controllers of cgroup v1 that are mounted at their places below /sys/fs/cgroup, or those of v2's root. */
  readonly cgroupControllers: readonly string[];
  /** cgroup v1: whether a limit of memory holds for the cgroups below, too. */
  readonly hasMemoryHierarchy: boolean;
  /** What the kernel does not have is left out. */
  readonly settings: Readonly<Partial<Record<KernelSettingName, number>>>;
  readonly memoryTotalBytes: number;
  readonly memoryAvailableBytes: number;
  readonly swapBytes: number;
  /** Where the engine keeps its data. */
  readonly diskFreeBytes: number;
}

/** What became of looking at the host from inside a container. */
export type HostProbe =
  | { readonly kind: 'done'; readonly kernel: KernelFacts }
  /** None of this project's images is on the engine yet. */
  | { readonly kind: 'no-image' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface HostFacts {
  readonly engine: EngineFacts;
  readonly probe: HostProbe;
}
