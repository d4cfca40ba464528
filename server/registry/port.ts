import type { InternetDoor } from '../domain/internet-access.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';

/** What an account keeps in the course registry, of what it may. A layer that several of its images share counts once. */
export interface RegistryUse {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** Pulls of all sandboxes since the registry's storage was made, each counted when its manifest was sent. */
export interface PullMeter {
  readonly servedHere: number;
  /** Beside those: Docker Hub counts each of these against the address of this host. */
  readonly wentUpstream: number;
  /** What Docker Hub says is left for this address; `undefined` where it can't be asked or says nothing. */
  readonly publicLimit?:
    | { readonly limit: number; readonly remaining: number; readonly windowSeconds: number }
    | undefined;
}

/** The course registry, and the name service and packet filter beside it on the sandboxes' gateway. */
export interface CourseRegistry {
  /** Creates the sandboxes' network and the gateway's container where missing, and starts it where it does not run. Resolves when it answers. */
  start(signal: AbortSignal): Promise<SandboxNetwork>;
  /** Puts right, once started, what has broken since: the gateway's container, the packet filter. Cheap where nothing has, so that it can be asked for every few seconds. */
  mend(signal: AbortSignal): Promise<void>;
  /** Who is open, once it was started; left out where nobody can be. */
  readonly door?: InternetDoor | undefined;
  stop(): Promise<void>;
  use(account: string, signal: AbortSignal): Promise<RegistryUse>;
  /** Removes all that an account has pushed. */
  empty(account: string, signal: AbortSignal): Promise<void>;
  meter(signal: AbortSignal): Promise<PullMeter>;
  /** Asks the registry itself. Resolves when it answered; rejects with the reason when it did not. */
  probe(signal: AbortSignal): Promise<void>;
}
