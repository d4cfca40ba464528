import type { ClassLimits } from '../../src/shared/class-views.ts';

const MIB = 1024 ** 2;

/** What of a sandbox's limits a class can lower. */
export interface SandboxAllowance {
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** What a class says (`null`: nothing), and never more than the installation allows, which may be less now than when the class was set up. */
export function allowanceOf(limits: ClassLimits | null, most: SandboxAllowance): SandboxAllowance {
  if (limits === null) return { memoryBytes: most.memoryBytes, cpus: most.cpus };
  return { memoryBytes: Math.min(limits.memoryMib * MIB, most.memoryBytes), cpus: Math.min(limits.cpus, most.cpus) };
}

/** What a class may have at most, as its instructors write it. */
export function mostLimits({ memoryBytes, cpus }: SandboxAllowance): ClassLimits {
  return { memoryMib: Math.floor(memoryBytes / MIB), cpus };
}
