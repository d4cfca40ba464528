import type Docker from 'dockerode';
import { z } from 'zod';
import type { CgroupSetup } from './cgroup-placement.ts';

const infoSchema = z.object({
  CgroupVersion: z.enum(['1', '2']).default('1'),
  CgroupDriver: z.enum(['cgroupfs', 'systemd'], {
    error:
      'The Docker Engine manages no cgroups, so it can hold no sandbox to its limits. Use an engine that runs as root.',
  }),
  SecurityOptions: z.array(z.string()).default([]),
});

export interface HostSecurity {
  readonly cgroup: CgroupSetup;
  readonly hasAppArmor: boolean;
}

/** Reads from the engine how its host keeps containers apart. */
export async function readCgroupSetup(docker: Docker): Promise<HostSecurity> {
  const info = infoSchema.parse(await docker.info());
  return {
    cgroup: { version: info.CgroupVersion === '2' ? 2 : 1, driver: info.CgroupDriver },
    hasAppArmor: info.SecurityOptions.includes('name=apparmor'),
  };
}
