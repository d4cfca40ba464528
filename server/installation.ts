import { randomBytes } from 'node:crypto';
import type { Store } from './storage/port.ts';

/** This installation's id, 8 hex digits: what it makes on an engine that others share carries it. */
export function installationId(store: Pick<Store, 'once'>): Promise<string> {
  return store.once('installation', () => randomBytes(4).toString('hex'));
}
