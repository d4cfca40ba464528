import { defaultMaxSandboxes, placesNow } from '../domain/capacity.ts';
import { type Finding, type FindingCode, fine, mustFix, warning } from './finding.ts';
import type { EngineFacts, KernelFacts, KernelSettingName } from './host-facts.ts';
import { setKernelSetting } from './kernel-fitness.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** The kernel takes 1024 ports a bridge (BR_MAX_PORTS), one of which it keeps; sandboxes share one. */
const BRIDGE_PORTS = 1023;

/** What a learner's own images and files come to in a course: the course's images are shared. Their limit is far above. */
const DISK_PER_SANDBOX_BYTES = 256 * MIB;

interface Need {
  readonly code: FindingCode;
  readonly setting: KernelSettingName;
  readonly of: string;
  /** Of a sandbox at work: five containers with published ports. Measured, and rounded up. */
  readonly perSandbox: (engine: EngineFacts) => number;
  readonly why: string;
}

const NEEDS: readonly Need[] = [
  {
    code: 'inotify-instances',
    setting: 'fs.inotify.max_user_instances',
    of: 'inotify instances',
    // All sandboxes' users are one to the host. On cgroup v2 each running container's shim holds one; programs that watch files take more.
    perSandbox: ({ cgroup }) => (cgroup?.version === 2 ? 8 : 2),
    why: 'All sandboxes share them. Past the last one, tools that watch files end with “Too many open files”, and containers that run out of memory are not reported so.',
  },
  {
    code: 'process-ids',
    setting: 'kernel.pid_max',
    of: 'process ids',
    // 51 tasks of an engine that has worked, 44 for each container with a published port.
    perSandbox: () => 300,
    why: 'Past the last one nothing can be started any more, on the host neither.',
  },
  {
    code: 'user-namespace-count',
    setting: 'user.max_user_namespaces',
    of: 'user namespaces',
    perSandbox: () => 4,
    why: 'All sandboxes share them. Past the last one no sandbox starts.',
  },
  {
    code: 'connection-tracking',
    setting: 'net.netfilter.nf_conntrack_max',
    of: 'tracked connections',
    perSandbox: () => 256,
    why: 'Past the last one connections fail at random, the host’s own too.',
  },
];

/** Settings are mostly powers of two, and twice what is needed leaves room for the host itself. */
function roundUp(needed: number): number {
  return 2 ** Math.ceil(Math.log2(needed * 2));
}

function needsOf(kernel: KernelFacts, engine: EngineFacts, maxSandboxes: number): readonly Finding[] {
  return NEEDS.flatMap(({ code, setting, of, perSandbox, why }) => {
    const value = kernel.settings[setting];
    const needed = perSandbox(engine) * maxSandboxes;
    // None at all is another finding's matter.
    if (value === undefined || value === 0 || value >= needed) return [];
    const what = `The kernel gives ${value} ${of} (${setting}); ${maxSandboxes} sandboxes at work need about ${needed}.`;
    return [warning(code, what, why, setKernelSetting(setting, roundUp(needed)))];
  });
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}

function memory(kernel: KernelFacts, maxSandboxes: number): Finding {
  const carried = defaultMaxSandboxes(kernel.memoryTotalBytes);
  const has = `The host has ${gib(kernel.memoryTotalBytes)} of memory, ${gib(kernel.memoryAvailableBytes)} of it free`;
  if (placesNow({ ...kernel, diskFreeBytes: Number.POSITIVE_INFINITY }, 0, maxSandboxes) === 0) {
    return mustFix(
      'memory',
      `${has}.`,
      'That is too little for one sandbox beside the host itself.',
      'End other programs (`ps aux --sort=-rss | head` shows the largest), or give the machine more memory.',
    );
  }
  if (maxSandboxes > carried) {
    return warning(
      'memory',
      `${has}: it carries about ${carried} sandboxes at work, and ${maxSandboxes} may run.`,
      'When memory comes to its end learners wait for a place, though they were promised one.',
      `Set DRYDOCK_MAX_SANDBOXES=${carried}, or give the machine more memory.`,
    );
  }
  return fine('memory', `${has}: it carries about ${carried} sandboxes at work; ${maxSandboxes} may run.`);
}

function disk(kernel: KernelFacts, maxSandboxes: number): Finding {
  const has = `The engine’s disk has ${gib(kernel.diskFreeBytes)} free`;
  const fix =
    'Free some (`docker system df` shows what Docker holds, `df -h` the rest), or give the machine a larger disk.';
  if (placesNow({ ...kernel, memoryAvailableBytes: Number.POSITIVE_INFINITY }, 0, maxSandboxes) === 0) {
    return mustFix('disk', `${has}.`, 'No sandbox is opened on a disk that is all but full.', fix);
  }
  const carried = Math.floor(kernel.diskFreeBytes / DISK_PER_SANDBOX_BYTES);
  if (carried < maxSandboxes) {
    return warning(
      'disk',
      `${has}: that is enough for what about ${carried} learners build, and ${maxSandboxes} sandboxes may run.`,
      'When it comes to its end no new sandbox is opened, and builds fail.',
      fix,
    );
  }
  return fine('disk', `${has}: enough for what about ${carried} learners build.`);
}

function bridgePorts(maxSandboxes: number): readonly Finding[] {
  if (maxSandboxes <= BRIDGE_PORTS) return [];
  return [
    mustFix(
      'bridge-ports',
      `${maxSandboxes} sandboxes may run.`,
      `They share one bridge, and Linux connects at most ${BRIDGE_PORTS} containers to one: the next does not start.`,
      `Set DRYDOCK_MAX_SANDBOXES to ${BRIDGE_PORTS} or less.`,
    ),
  ];
}

/** Whether the host has room for so many sandboxes at once, in memory, on disk and in the kernel's tables. */
export function judgeRoom(kernel: KernelFacts, engine: EngineFacts, maxSandboxes: number): readonly Finding[] {
  return [
    memory(kernel, maxSandboxes),
    disk(kernel, maxSandboxes),
    ...bridgePorts(maxSandboxes),
    ...needsOf(kernel, engine, maxSandboxes),
  ];
}
