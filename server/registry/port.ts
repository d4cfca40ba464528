import type { SandboxNetwork } from '../domain/sandbox-network.ts';

/** The course registry, and the name service and packet filter beside it on the sandboxes' gateway. */
export interface CourseRegistry {
  /** Creates the sandboxes' network and the gateway's container where missing, and starts it where it does not run. Resolves when it answers. */
  start(signal: AbortSignal): Promise<SandboxNetwork>;
  stop(): Promise<void>;
  /** Asks the registry itself. Resolves when it answered; rejects with the reason when it did not. */
  probe(signal: AbortSignal): Promise<void>;
}
