import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import type { SandboxId } from '../../src/shared/ids.ts';
import { dockerLabels, imageStoreLabel, optionsLabel, sandboxLabel, sandboxName } from '../domain/docker-names.ts';
import { optionsHash } from '../domain/options-hash.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import type { CgroupSetup } from './cgroup-placement.ts';
import { cgroupV1Controllers, placeCgroup } from './cgroup-placement.ts';
import { imageStoreMount } from './image-store-mount.ts';
import { learnerHome, learnerRuntimeDir, learnerUid } from './learner.ts';
import { seccompProfile } from './seccomp-profile.ts';

export interface SandboxLimits {
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
  /** Of the disk that holds the learner's files and images. */
  readonly diskBytes: number;
}

export interface SandboxContainer {
  readonly installation: string;
  readonly sandboxId: SandboxId;
  readonly image: string;
  readonly network: SandboxNetwork;
  readonly limits: SandboxLimits;
  readonly cgroup: CgroupSetup;
  /** Path on the host of the block device with the sandbox's file system. Without it the home folder is an unlimited folder of the host engine's. */
  readonly diskDevice?: string;
  /** The volume with the image store that is shared by all sandboxes that were made with it. */
  readonly imageStore?: string;
  /** The AppArmor profile by name where the host has AppArmor: its default one for containers stops a rootless engine. */
  readonly appArmorProfile?: string;
}

/** The period that a processor quota counts in: the kernel's own default. */
export const CPU_PERIOD_US = 100_000;

/** The rest is kept back for shells, the engine and its shims, so that a fork bomb in a container leaves the learner a way to end it. */
const CONTAINER_PIDS_SHARE = 0.75;

const MIB = 1024 ** 2;

/** Kept by the host engine of what the engine in the sandbox logs. */
const logConfig = { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } };

/** Without `discard`, what a learner removes would stay in the disk's file on the host. */
const DISK_OPTIONS = 'nodev,nosuid,discard';

function mounts({ diskDevice, imageStore }: SandboxContainer, name: string, labels: Record<string, string>) {
  const driverOptions: Record<string, string> =
    diskDevice === undefined ? {} : { type: 'ext4', device: diskDevice, o: DISK_OPTIONS };
  const home = {
    Type: 'volume' as const,
    Source: name,
    Target: learnerHome,
    // An engine that is killed while it copies leaves a part. The start script fills a new home.
    VolumeOptions: { NoCopy: true, Labels: labels, DriverConfig: { Name: 'local', Options: driverOptions } },
  };
  return imageStore === undefined ? [home] : [home, imageStoreMount(imageStore)];
}

function cgroupHostConfig({ installation, sandboxId, cgroup, limits }: SandboxContainer) {
  const { parent, folders } = placeCgroup(sandboxName(installation, sandboxId), cgroup);
  if (cgroup.version === 1) {
    // The limits go on the parent, which holds the inner containers too; the image's start script writes them.
    const binds = folders.map(
      (folder, index) => `/sys/fs/cgroup/${folder}:/sys/fs/cgroup/${cgroupV1Controllers[index]}`,
    );
    return { CgroupParent: parent, Binds: binds };
  }
  return {
    CgroupParent: parent,
    Binds: folders.map((folder) => `/sys/fs/cgroup/${folder}:/hostcg`),
    Memory: limits.memoryBytes,
    MemorySwap: limits.memoryBytes,
    NanoCpus: Math.round(limits.cpus * 1e9),
    PidsLimit: limits.pids,
  };
}

/**
 * How a sandbox's container is made: unprivileged, without a root that could write anything, on a closed network, under limits that
 * nothing in it can raise. What is here is what holds learners in; each opening has its reason.
 */
export function sandboxContainerOptions(sandbox: SandboxContainer): ContainerCreateOptions & { name: string } {
  const { installation, sandboxId, image, network, limits, cgroup } = sandbox;
  const name = sandboxName(installation, sandboxId);
  const labels = {
    ...dockerLabels(installation, 'sandbox'),
    [sandboxLabel]: sandboxId,
    ...(sandbox.imageStore === undefined ? {} : { [imageStoreLabel]: sandbox.imageStore }),
  };
  const hostConfig: HostConfig & { CgroupnsMode: string } = {
    ...cgroupHostConfig(sandbox),
    Privileged: false,
    CapDrop: ['ALL'],
    // newuidmap and newgidmap map the learner's subordinate ids; the start script hands cgroups over to the learner.
    CapAdd: ['SETUID', 'SETGID', 'FOWNER', 'CHOWN'],
    SecurityOpt: [
      `seccomp=${JSON.stringify(seccompProfile)}`,
      ...(sandbox.appArmorProfile === undefined ? [] : [`apparmor=${sandbox.appArmorProfile}`]),
    ],
    // The kernel lets a user namespace mount a /proc only where it sees one with nothing hidden.
    MaskedPaths: [],
    ReadonlyPaths: [],
    CgroupnsMode: 'private',
    IpcMode: 'private',
    // Where the host engine maps users itself, ours would have to fit into its map.
    UsernsMode: 'host',
    ReadonlyRootfs: true,
    Tmpfs: {
      '/run': 'rw,nosuid,nodev,noexec,size=16m,mode=755',
      [learnerRuntimeDir]: `rw,nosuid,nodev,noexec,size=64m,mode=700,uid=${learnerUid},gid=${learnerUid}`,
      '/tmp': 'rw,nosuid,nodev,exec,size=256m,mode=1777',
    },
    Mounts: mounts(sandbox, name, labels),
    // slirp4netns gives the inner engine's network its way out.
    Devices: [{ PathOnHost: '/dev/net/tun', PathInContainer: '/dev/net/tun', CgroupPermissions: 'rw' }],
    NetworkMode: network.name,
    Dns: [network.gatewayAddress],
    ShmSize: 64 * MIB,
    LogConfig: logConfig,
    RestartPolicy: { Name: 'no' },
  };
  const options: ContainerCreateOptions = {
    Image: image,
    Hostname: 'sandbox',
    User: '0:0',
    Env: [
      `DRYDOCK_GATEWAY=${network.gatewayAddress}`,
      ...(network.authority === undefined ? [] : [`DRYDOCK_AUTHORITY=${network.authority}`]),
      `DRYDOCK_CGROUP_VERSION=${cgroup.version}`,
      `DRYDOCK_MEMORY_BYTES=${limits.memoryBytes}`,
      `DRYDOCK_CPU_QUOTA_US=${Math.round(limits.cpus * CPU_PERIOD_US)}`,
      `DRYDOCK_PIDS=${limits.pids}`,
      `DRYDOCK_CONTAINER_PIDS=${Math.floor(limits.pids * CONTAINER_PIDS_SHARE)}`,
    ],
    HostConfig: hostConfig,
  };
  return { ...options, name, Labels: { ...labels, [optionsLabel]: optionsHash(options) } };
}
