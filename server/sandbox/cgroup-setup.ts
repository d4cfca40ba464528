import type Docker from 'dockerode';
import type { CgroupSetup } from './cgroup-placement.ts';
import { readEngineFacts } from './read-engine-facts.ts';

/** An engine that is alive answers in milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000;

export interface HostSecurity {
  readonly cgroup: CgroupSetup;
  readonly hasAppArmor: boolean;
}

/** Reads from the engine how its host keeps containers apart. */
export async function readCgroupSetup(docker: Docker): Promise<HostSecurity> {
  const { cgroup, hasAppArmor } = await readEngineFacts(docker, AbortSignal.timeout(ANSWER_TIMEOUT_MS));
  if (cgroup === undefined) {
    throw new Error(
      'The Docker Engine manages no cgroups, so it can hold no sandbox to its limits. `npm run doctor` says what to do.',
    );
  }
  return { cgroup, hasAppArmor };
}
