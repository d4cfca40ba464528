import { type InternetAccess, internetAccessSchema } from '../../src/shared/class-views.ts';

export type { InternetAccess };
export const internetAccesses = internetAccessSchema.options;

/** Of one network on which sandboxes can be open: who is. All others are closed, as on a network where none can be. */
export interface InternetDoor {
  /** What the sandbox at this IPv4 address reaches from now on, whoever had the address before. Resolves when it is so; what was open and is closed ends. */
  set(address: string, access: InternetAccess, signal: AbortSignal): Promise<void>;
}
