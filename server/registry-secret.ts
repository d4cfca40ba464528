import { randomBytes } from 'node:crypto';
import type { Store } from './storage/port.ts';

/** What this installation's passwords for the course registry are computed from: 64 hex digits, made once. Never logged, never sent to a page. */
export function registrySecret(store: Pick<Store, 'once'>): Promise<string> {
  return store.once('registry-secret', () => randomBytes(32).toString('hex'));
}
