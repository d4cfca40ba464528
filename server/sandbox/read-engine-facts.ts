import type Docker from 'dockerode';
import { z } from 'zod';
import { raceSignal } from '../domain/race-signal.ts';
import type { EngineFacts } from './host-facts.ts';

const versionSchema = z.object({ Version: z.string(), ApiVersion: z.string() });

const infoSchema = z.object({
  OperatingSystem: z.string().default(''),
  OSType: z.string().default('linux'),
  Architecture: z.string(),
  KernelVersion: z.string().default(''),
  CgroupVersion: z.enum(['1', '2']).default('1'),
  CgroupDriver: z.enum(['cgroupfs', 'systemd', 'none']).catch('none'),
  // An engine without any sends null.
  SecurityOptions: z
    .array(z.string())
    .nullish()
    .transform((options) => options ?? []),
  MemoryLimit: z.boolean().default(true),
  SwapLimit: z.boolean().default(true),
  CpuCfsQuota: z.boolean().default(true),
  PidsLimit: z.boolean().default(true),
  SystemTime: z.coerce.date().optional(),
});

/** Asks the engine about itself and its host. */
export async function readEngineFacts(docker: Docker, abortSignal: AbortSignal): Promise<EngineFacts> {
  const version = versionSchema.parse(await raceSignal(docker.version(), abortSignal));
  const askedAtMs = Date.now();
  const info = infoSchema.parse(await raceSignal(docker.info(), abortSignal));
  const halfwayMs = (askedAtMs + Date.now()) / 2;
  const has = (name: string) =>
    info.SecurityOptions.some((option) => option === `name=${name}` || option.startsWith(`name=${name},`));
  const { CgroupDriver: driver } = info;
  const unlimited = [
    ...(info.MemoryLimit ? [] : (['memory'] as const)),
    ...(info.SwapLimit ? [] : (['swap'] as const)),
    ...(info.CpuCfsQuota ? [] : (['cpu'] as const)),
    ...(info.PidsLimit ? [] : (['pids'] as const)),
  ];
  return {
    version: version.Version,
    apiVersion: version.ApiVersion,
    operatingSystem: info.OperatingSystem,
    osType: info.OSType,
    architecture: info.Architecture,
    kernelVersion: info.KernelVersion,
    cgroup: driver === 'none' ? undefined : { version: info.CgroupVersion === '2' ? 2 : 1, driver },
    hasSeccomp: has('seccomp'),
    hasAppArmor: has('apparmor'),
    hasSelinux: has('selinux'),
    isRootless: has('rootless'),
    remapsUsers: has('userns'),
    unlimited,
    clockAheadMs: info.SystemTime === undefined ? 0 : info.SystemTime.getTime() - halfwayMs,
  };
}
