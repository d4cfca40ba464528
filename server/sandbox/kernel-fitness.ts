import { cgroupV1Controllers } from './cgroup-placement.ts';
import { type Finding, fine, mustFix, warning } from './finding.ts';
import type { EngineFacts, KernelFacts } from './host-facts.ts';

/** The first kernel that lets a user namespace mount overlays, unless its distribution did so before. */
const OVERLAY_KERNEL = [5, 11] as const;

/** What a sandbox's start script asks for (images/sandbox/bin/hand-over-cgroups). */
const CGROUP_V2_CONTROLLERS = ['cpu', 'memory', 'pids'];

type Rule = (kernel: KernelFacts, engine: EngineFacts) => Finding | undefined;

/** Written down so that it holds after a restart, too. */
export function setKernelSetting(name: string, value: number): string {
  return `\`echo '${name} = ${value}' | sudo tee -a /etc/sysctl.d/60-drydock.conf && sudo sysctl --system\``;
}

function loadModules(...names: readonly string[]): string {
  const lines = names.join('\\n');
  return `\`printf '${lines}\\n' | sudo tee -a /etc/modules-load.d/drydock.conf && sudo modprobe -a ${names.join(' ')}\``;
}

function isOlder(kernelVersion: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = kernelVersion.split(/[.-]/).map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

/**
 * Ubuntu lets only programs with an AppArmor profile that says so do anything in user namespaces. Sandboxes have one; the probe that gathers the facts has none.
 */
function isRestricted(kernel: KernelFacts, engine: EngineFacts): boolean {
  return engine.hasAppArmor && kernel.settings['kernel.apparmor_restrict_unprivileged_userns'] === 1;
}

const userNamespaces: Rule = (kernel, engine) => {
  const why = 'A sandbox’s engine runs in a user namespace of its own, so that its root is nobody on the host.';
  const { settings } = kernel;
  const off = (what: string, fix: string) => mustFix('user-namespaces-off', what, why, fix);
  if (settings['user.max_user_namespaces'] === 0) {
    return off(
      'The kernel allows no user namespaces (user.max_user_namespaces is 0).',
      setKernelSetting('user.max_user_namespaces', 65_536),
    );
  }
  if (settings['kernel.unprivileged_userns_clone'] === 0) {
    return off(
      'The kernel keeps user namespaces for root (kernel.unprivileged_userns_clone is 0).',
      setKernelSetting('kernel.unprivileged_userns_clone', 1),
    );
  }
  if (isRestricted(kernel, engine)) {
    return fine(
      'user-namespaces-restricted',
      'The kernel keeps user namespaces for programs with an AppArmor profile. Sandboxes have one: the trial shows whether it works.',
    );
  }
  if (!kernel.userNamespace.works) {
    return off(
      `No user namespace can be made: ${kernel.userNamespace.reason}.`,
      'Use a kernel with CONFIG_USER_NS, and see that no other security module of the host forbids them (`sudo dmesg | tail`).',
    );
  }
  return fine('user-namespaces', 'User namespaces work.');
};

const overlay: Rule = ({ overlay: tried }, { kernelVersion }) => {
  if (tried === undefined || tried.works) return undefined;
  const why = 'Without overlays each container of a learner would be a whole copy of its image.';
  if (isOlder(kernelVersion, OVERLAY_KERNEL)) {
    const needed = OVERLAY_KERNEL.join('.');
    return mustFix(
      'kernel-too-old',
      `The kernel ${kernelVersion} mounts no overlays in user namespaces; ${needed} and later do.`,
      why,
      `Boot the host with Linux ${needed} or later: any distribution since 2021 (Debian 12, Ubuntu 22.04) has one.`,
    );
  }
  return mustFix('no-overlay', `No overlay can be mounted: ${tried.reason}.`, why, loadModules('overlay'));
};

const packetFilter: Rule = ({ packetFilter: tried }) => {
  if (tried === undefined || tried.works) return undefined;
  return mustFix(
    'no-packet-filter',
    `A sandbox’s engine can’t set the packet filter: ${tried.reason}.`,
    'It needs NAT, address types and connection tracking for networks and published ports.',
    loadModules('nf_tables', 'nft_compat', 'nft_chain_nat', 'xt_addrtype', 'xt_conntrack', 'xt_MASQUERADE', 'xt_nat'),
  );
};

const tun: Rule = ({ hasTun }) => {
  if (hasTun) return undefined;
  return mustFix(
    'no-tun',
    'The host has no /dev/net/tun.',
    'It is how a sandbox’s engine reaches its network.',
    loadModules('tun'),
  );
};

const controllers: Rule = ({ cgroupControllers: present }, { cgroup }) => {
  if (cgroup === undefined) return undefined;
  const needed: readonly string[] = cgroup.version === 1 ? cgroupV1Controllers : CGROUP_V2_CONTROLLERS;
  const missing = needed.filter((name) => !present.includes(name));
  if (missing.length === 0) return undefined;
  return mustFix(
    'cgroup-controllers',
    `cgroup v${cgroup.version} comes without: ${missing.join(', ')}.`,
    'A sandbox is held to its limits by them, and its own engine limits containers by them.',
    cgroup.version === 1
      ? `Mount each below /sys/fs/cgroup (\`sudo apt-get install cgroupfs-mount\`${missing.includes('systemd') ? '; `sudo mkdir /sys/fs/cgroup/systemd && sudo mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd` for systemd' : ''}), then restart the engine.`
      : 'Boot the host with `cgroup_enable=memory` on the kernel’s command line, and with a kernel that has CONFIG_MEMCG, CONFIG_CGROUP_SCHED and CONFIG_CGROUP_PIDS.',
  );
};

const hierarchy: Rule = ({ hasMemoryHierarchy }) => {
  if (hasMemoryHierarchy) return undefined;
  return mustFix(
    'cgroup-hierarchy',
    'Limits of memory don’t hold for the cgroups below (memory.use_hierarchy is 0).',
    'The containers that a learner starts would be without a limit.',
    '`echo 1 | sudo tee /sys/fs/cgroup/memory/memory.use_hierarchy` before the engine starts, or boot Linux 5.11 or later.',
  );
};

const loopDevices: Rule = ({ hasLoopDevices }) => {
  if (hasLoopDevices) return undefined;
  return warning(
    'no-loop-devices',
    'The host has no loop devices.',
    'Sandboxes go without a limit of their disk: one learner can fill it for all.',
    loadModules('loop'),
  );
};

const swap: Rule = ({ swapBytes }, { unlimited }) => {
  if (swapBytes === 0 || !unlimited.includes('swap')) return undefined;
  return warning(
    'swap-unlimited',
    'The host has swap, and the kernel can’t limit it.',
    'A sandbox at its limit of memory goes on in swap and slows the host down for all, instead of losing the program that took too much.',
    'Boot the host with `swapaccount=1` on the kernel’s command line, or do without swap: `sudo swapoff -a`, and its line in /etc/fstab taken out.',
  );
};

const RULES = [userNamespaces, overlay, packetFilter, tun, controllers, hierarchy, loopDevices, swap];

/** What the probe on the host tells about what a sandbox is made of. */
export function judgeKernel(kernel: KernelFacts, engine: EngineFacts): readonly Finding[] {
  // What was tried in a namespace that Ubuntu restricts has failed for that alone.
  const facts = isRestricted(kernel, engine) ? { ...kernel, overlay: undefined, packetFilter: undefined } : kernel;
  return RULES.flatMap((rule) => rule(facts, engine) ?? []);
}
