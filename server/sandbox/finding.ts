/** All that an examination of a host can find, by names that never change. docs/operating.md explains each. */
export const findingCodes = [
  'engine',
  'engine-absent',
  'engine-no-permission',
  'engine-not-answering',
  'engine-too-old',
  'not-linux',
  'rootless-engine',
  'no-cgroups',
  'no-limits',
  'no-seccomp',
  'cgroup-untried',
  'user-remapping',
  'architecture-untried',
  'selinux-untried',
  'swap-unlimited',
  'clock-off',
  'probe-missing',
  'probe-failed',
  'user-namespaces',
  'user-namespaces-off',
  'user-namespaces-restricted',
  'no-overlay',
  'kernel-too-old',
  'no-packet-filter',
  'no-tun',
  'no-loop-devices',
  'cgroup-controllers',
  'cgroup-hierarchy',
  'inotify-instances',
  'process-ids',
  'user-namespace-count',
  'connection-tracking',
  'bridge-ports',
  'memory',
  'disk',
  'port',
  'data-folder',
  'database',
  'images',
  'trial',
  'trial-failed',
] as const;

export type FindingCode = (typeof findingCodes)[number];

/** One thing about a host: that it is as it should be, or what is wrong with it, why that matters and the command or setting that mends it. */
export type Finding = { readonly code: FindingCode; readonly what: string } & (
  | { readonly level: 'ok' }
  | { readonly level: 'warning' | 'must-fix'; readonly why: string; readonly fix: string }
);

export function fine(code: FindingCode, what: string): Finding {
  return { code, level: 'ok', what };
}

/** Sandboxes work, but not as well as they might. */
export function warning(code: FindingCode, what: string, why: string, fix: string): Finding {
  return { code, level: 'warning', what, why, fix };
}

/** Without this mended no sandbox may be opened. */
export function mustFix(code: FindingCode, what: string, why: string, fix: string): Finding {
  return { code, level: 'must-fix', what, why, fix };
}

/** Whether sandboxes can be held there safely. Warnings don't count. */
export function isFit(findings: readonly Finding[]): boolean {
  return findings.every(({ level }) => level !== 'must-fix');
}
