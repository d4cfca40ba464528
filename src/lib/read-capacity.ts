import { type Capacity, capacitySchema } from '../shared/views.ts';
import { askServer } from './ask-server.ts';

/** Less than the host engine's own limit would show a slow host as none. */
const TIMEOUT_MS = 20_000;

export type CapacityAnswer =
  | { readonly kind: 'read'; readonly capacity: Capacity; readonly readAt: Date }
  /** Not for this learner. */
  | { readonly kind: 'refused'; readonly message: string }
  /** For the moment. */
  | { readonly kind: 'unreachable'; readonly message: string };

export async function readCapacity(): Promise<CapacityAnswer> {
  const answer = await askServer('/api/capacity', { timeoutMs: TIMEOUT_MS });
  if (!answer.isOk) {
    const isRefused = answer.status === 401 || answer.status === 403;
    return { kind: isRefused ? 'refused' : 'unreachable', message: answer.message };
  }
  const capacity = capacitySchema.safeParse(await answer.response.json().catch(() => undefined));
  if (capacity.success) return { kind: 'read', capacity: capacity.data, readAt: new Date() };
  return { kind: 'unreachable', message: 'The server’s answer could not be read. Reload the page.' };
}
