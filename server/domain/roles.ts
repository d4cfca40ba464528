import { type Role, roleSchema } from '../../src/shared/views.ts';

/** From the least to the most. */
const ORDER: readonly Role[] = roleSchema.options;

/** An invitation gives, and takes nothing away. */
export function higherRole(one: Role, other: Role): Role {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;
}
