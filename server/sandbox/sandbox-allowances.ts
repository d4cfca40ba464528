import type { Container } from 'dockerode';
import type { SandboxId } from '../../src/shared/ids.ts';
import type { SandboxLimitsOfClass } from '../domain/sandbox-allowance.ts';
import { Serial } from '../domain/serial.ts';
import type { CgroupPlacement } from './cgroup-placement.ts';
import { CPU_PERIOD_US } from './container-options.ts';
import type { HostKeeper } from './host-keeper.ts';

/** What each sandbox may use, and what it was made to keep to. */
export interface Allowances {
  /** What the sandbox may use from now on. */
  set(id: SandboxId, allowance: SandboxLimitsOfClass): void;
  /** What was said last; what the installation allows before anything was. */
  of(id: SandboxId): SandboxLimitsOfClass;
  /** It was started under these. */
  noteStart(id: SandboxId, allowance: SandboxLimitsOfClass): void;
  /** Makes one that runs keep to what was said last, where it does not yet. Nobody waits for it; what can't be done now is so from its next start. */
  apply(id: SandboxId): void;
  forget(id: SandboxId): void;
}

const isSame = (one: SandboxLimitsOfClass | undefined, other: SandboxLimitsOfClass) =>
  one?.memoryBytes === other.memoryBytes && one.cpus === other.cpus;

/** On cgroup v2 the host engine sets the limits; on v1 they are on a folder around the container, which the keeper writes. */
export function createAllowances(options: {
  readonly containerOf: (id: SandboxId) => Container;
  readonly placementOf: (id: SandboxId) => CgroupPlacement;
  readonly keeper: Pick<HostKeeper, 'limit'>;
  readonly most: SandboxLimitsOfClass;
  readonly onWarning: (reason: unknown) => void;
}): Allowances {
  const { containerOf, placementOf, keeper, most, onWarning } = options;
  const said = new Map<SandboxId, SandboxLimitsOfClass>();
  const kept = new Map<SandboxId, SandboxLimitsOfClass>();
  const serial = new Serial<SandboxId>();

  const of = (id: SandboxId): SandboxLimitsOfClass =>
    said.get(id) ?? { memoryBytes: most.memoryBytes, cpus: most.cpus };

  const limit = async (id: SandboxId, { memoryBytes, cpus }: SandboxLimitsOfClass): Promise<void> => {
    const { limitsFolder } = placementOf(id);
    if (limitsFolder !== undefined) {
      return keeper.limit(limitsFolder, { memoryBytes, cpuQuotaUs: Math.round(cpus * CPU_PERIOD_US) });
    }
    const container = containerOf(id);
    const { memory_stats: memory } = await container.stats({ stream: false, 'one-shot': true });
    // With less than is in use, the kernel would end what the learner runs.
    if (memory.usage - (memory.stats?.['inactive_file'] ?? 0) > memoryBytes) {
      throw new Error(
        `Sandbox ${id} uses more than ${memoryBytes} bytes of memory: it keeps to them from its next start.`,
      );
    }
    await container.update({ Memory: memoryBytes, MemorySwap: memoryBytes, NanoCpus: Math.round(cpus * 1e9) });
  };

  return {
    set: (id, allowance) => void said.set(id, allowance),
    of,
    noteStart: (id, allowance) => void kept.set(id, allowance),
    apply(id) {
      void serial
        .run(id, async () => {
          const wanted = of(id);
          // One that an earlier process left running may keep to anything.
          if (isSame(kept.get(id), wanted)) return;
          // Also where it fails: it would fail the same with every page.
          kept.set(id, wanted);
          await limit(id, wanted);
        })
        .catch(onWarning);
    },
    forget(id) {
      said.delete(id);
      kept.delete(id);
    },
  };
}
