import type { ClassLimits, InternetAccess } from '../../src/shared/class-views.ts';

const MIB = 1024 ** 2;

/** What of a sandbox's limits a class can lower. */
export interface SandboxLimitsOfClass {
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** What a sandbox may use, and what it reaches. */
export interface SandboxAllowance extends SandboxLimitsOfClass {
  readonly internet: InternetAccess;
}

/** What a class says; `null` where it says nothing. */
export interface ClassAllowance {
  readonly limits: ClassLimits | null;
  readonly internet: InternetAccess | null;
}

/** What a class says, and never more than the installation allows, which may be less now than when the class was set up. */
export function allowanceOf({ limits, internet }: ClassAllowance, most: SandboxAllowance): SandboxAllowance {
  return {
    memoryBytes: limits === null ? most.memoryBytes : Math.min(limits.memoryMib * MIB, most.memoryBytes),
    cpus: limits === null ? most.cpus : Math.min(limits.cpus, most.cpus),
    internet: internet === 'registry-only' ? internet : most.internet,
  };
}

/** What a class may have at most, as its instructors write it. */
export function mostLimits({ memoryBytes, cpus }: SandboxLimitsOfClass): ClassLimits {
  return { memoryMib: Math.floor(memoryBytes / MIB), cpus };
}
