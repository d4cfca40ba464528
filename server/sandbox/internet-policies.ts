import type { SandboxId } from '../../src/shared/ids.ts';
import type { InternetAccess, InternetDoor } from '../domain/internet-access.ts';
import { Serial } from '../domain/serial.ts';

/** One run of a sandbox's container: each start may give it another address. */
export interface SandboxRun {
  /** On the sandboxes' network. */
  readonly address: string;
  /** As the host engine says it. */
  readonly startedAt: string;
}

/** What each sandbox reaches beyond the host. */
export interface InternetPolicies {
  /** What the sandbox reaches from its next `hold` on. */
  set(id: SandboxId, access: InternetAccess): void;
  /**
   * Resolves when the packet filter does what was said last; rejects where it can't be made to, and the sandbox must not be given out. Before anything was
   * said, one that was started just now is closed, and one that an earlier process gave out stays as it was.
   */
  hold(id: SandboxId, run: SandboxRun, isJustStarted: boolean, signal: AbortSignal): Promise<void>;
  /** It is gone: whoever gets its address is closed until more is said. */
  forget(id: SandboxId, signal: AbortSignal): Promise<void>;
}

export function createInternetPolicies(door: InternetDoor): InternetPolicies {
  const said = new Map<SandboxId, InternetAccess>();
  const held = new Map<SandboxId, SandboxRun & { readonly access: InternetAccess }>();
  /** Whose each address was last: who had it before must not change what it reaches. */
  const holders = new Map<string, SandboxId>();
  // One after the other, for an address goes from one sandbox to another.
  const serial = new Serial<'door'>();

  const giveBack = async (id: SandboxId, address: string, access: InternetAccess, signal: AbortSignal) => {
    if (holders.get(address) !== id) return;
    holders.delete(address);
    if (access === 'open') await door.set(address, 'registry-only', signal);
  };

  return {
    set: (id, access) => void said.set(id, access),

    hold: (id, { address, startedAt }, isJustStarted, signal) =>
      serial.run('door', async () => {
        const before = held.get(id);
        const isSameRun = before?.startedAt === startedAt && before.address === address && holders.get(address) === id;
        const access = said.get(id) ?? (isJustStarted ? 'registry-only' : before?.access);
        if (access === undefined || (isSameRun && before.access === access)) return;
        // Should it fail half-way, nobody knows what holds.
        held.delete(id);
        await door.set(address, access, signal);
        holders.set(address, id);
        held.set(id, { address, startedAt, access });
        if (before && before.address !== address) await giveBack(id, before.address, before.access, signal);
      }),

    forget: (id, signal) =>
      serial.run('door', async () => {
        const before = held.get(id);
        said.delete(id);
        held.delete(id);
        if (before) await giveBack(id, before.address, before.access, signal);
      }),
  };
}
