import { type Finding, fine, mustFix, warning } from './finding.ts';
import type { EngineFacts } from './host-facts.ts';

/** Those that the filter of system calls is written for. */
const KNOWN_ARCHITECTURES = ['x86_64', 'aarch64'];

/** Others may do as well. */
const TRIED_CGROUPS = ['1 cgroupfs', '2 systemd'];

/** What a learner reads as "5 seconds ago" is then wrong by as much as they notice. */
const CLOCK_TOLERANCE_MS = 60_000;

type Rule = (engine: EngineFacts) => Finding | undefined;

const UNFIT_RULES: readonly Rule[] = [
  ({ osType }) =>
    osType === 'linux'
      ? undefined
      : mustFix(
          'not-linux',
          `The engine runs ${osType} containers.`,
          'A sandbox is a Linux container.',
          'Switch Docker Desktop to Linux containers, or set DOCKER_HOST to an engine on Linux.',
        ),
  ({ isRootless }) =>
    isRootless
      ? mustFix(
          'rootless-engine',
          'The engine runs rootless.',
          'It can’t hand a sandbox the cgroups and user ids of its own that keep learners within their limits.',
          'Set DOCKER_HOST to an engine that runs as root (its socket is mostly /var/run/docker.sock), best on a machine of its own.',
        )
      : undefined,
  ({ cgroup, isRootless }) =>
    cgroup === undefined && !isRootless
      ? mustFix(
          'no-cgroups',
          'The engine manages no cgroups.',
          'Without them no sandbox can be held to its memory, processor time and processes.',
          'Mount them (`sudo apt-get install cgroupfs-mount`, or boot with systemd), then restart the engine.',
        )
      : undefined,
  ({ unlimited, isRootless }) => {
    const missing = unlimited.filter((name) => name !== 'swap');
    if (missing.length === 0 || isRootless) return undefined;
    return mustFix(
      'no-limits',
      `The kernel gives the engine no limits of: ${missing.join(', ')}.`,
      'One learner could take the host from all others.',
      'Boot the host with `cgroup_enable=memory swapaccount=1` on the kernel’s command line, and with a kernel that has CONFIG_MEMCG, CONFIG_CFS_BANDWIDTH and CONFIG_CGROUP_PIDS.',
    );
  },
  ({ hasSeccomp }) =>
    hasSeccomp
      ? undefined
      : mustFix(
          'no-seccomp',
          'The engine filters no system calls (seccomp).',
          'The filter is one of the walls of a sandbox: without it a learner reaches parts of the host’s kernel that nobody needs.',
          'Use a kernel with CONFIG_SECCOMP_FILTER and an engine built with seccomp, as all distributions’ are; `docker info` lists it under Security Options.',
        ),
];

const UNTRIED_RULES: readonly Rule[] = [
  ({ architecture }) =>
    KNOWN_ARCHITECTURES.includes(architecture)
      ? undefined
      : warning(
          'architecture-untried',
          `The host’s processor is ${architecture}.`,
          'Drydock has not been tried there.',
          'Let `npm start` build the images on the host, then `npm run doctor` try a sandbox.',
        ),
  ({ cgroup }) => {
    if (cgroup === undefined) return undefined;
    const setup = `${cgroup.version} ${cgroup.driver}`;
    if (TRIED_CGROUPS.includes(setup)) return undefined;
    return warning(
      'cgroup-untried',
      `The host has cgroup v${cgroup.version} with the driver ${cgroup.driver}.`,
      'Drydock was tried with cgroup v2 and systemd, and with cgroup v1 and cgroupfs.',
      `See that the trial below passes; or set \`"exec-opts": ["native.cgroupdriver=${cgroup.version === 2 ? 'systemd' : 'cgroupfs'}"]\` in /etc/docker/daemon.json and restart the engine.`,
    );
  },
  ({ hasSelinux }) =>
    hasSelinux
      ? warning(
          'selinux-untried',
          'The engine labels containers for SELinux.',
          'Drydock has not been tried there: its policy may refuse a sandbox its cgroups.',
          'See that the trial below passes; or take `"selinux-enabled": true` out of /etc/docker/daemon.json on a machine that serves nothing else, and restart the engine.',
        )
      : undefined,
  ({ clockAheadMs }) =>
    Math.abs(clockAheadMs) > CLOCK_TOLERANCE_MS
      ? warning(
          'clock-off',
          `The engine’s clock is ${Math.round(Math.abs(clockAheadMs) / 1000)} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} this machine’s.`,
          'What learners read of times is wrong, and packages or certificates may seem not to be valid yet.',
          'Set both clocks by the network: `sudo timedatectl set-ntp true`.',
        )
      : undefined,
];

/** What the engine's own words tell: what it is, then its faults, those that must be fixed first. */
export function judgeEngine(engine: EngineFacts): readonly Finding[] {
  const faults = [...UNFIT_RULES, ...UNTRIED_RULES].flatMap((rule) => rule(engine) ?? []);
  const cgroup = engine.cgroup ? `cgroup v${engine.cgroup.version} (${engine.cgroup.driver})` : 'no cgroups';
  const name = `Docker Engine ${engine.version} (API ${engine.apiVersion})`;
  const host = [engine.operatingSystem, `Linux ${engine.kernelVersion}`, engine.architecture, cgroup];
  return [
    fine('engine', `${name} on ${host.filter((part) => part !== '').join(', ')}`),
    ...(engine.remapsUsers
      ? [
          fine(
            'user-remapping',
            'The engine maps users (userns-remap). Sandboxes map their own instead, which it allows.',
          ),
        ]
      : []),
    ...faults,
  ];
}
