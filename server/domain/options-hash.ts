import { createHash } from 'node:crypto';

/** Twelve hex digits that change with anything in the options, the order of their keys included. */
export function optionsHash(options: object): string {
  return createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 12);
}
