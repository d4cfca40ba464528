import type { LearnerId } from '../src/shared/ids.ts';
import { drawAccountName, namesake } from './domain/account-names.ts';
import type { Store } from './storage/port.ts';

/** So many learners with the same two words are not by chance: the store refuses every name. */
const MAX_NAMESAKES = 10_000;

/** The name of the learner's account in the course registry, given when it is first asked for. `randomBelow` as for `drawAccountName`. */
export async function learnerAccount(
  store: Pick<Store, 'registryAccountOf' | 'claimRegistryAccount'>,
  learnerId: LearnerId,
  randomBelow: (limit: number) => number,
): Promise<string> {
  const known = await store.registryAccountOf(learnerId);
  if (known !== undefined) return known;
  const words = drawAccountName(randomBelow);
  for (let number = 1; number <= MAX_NAMESAKES; number += 1) {
    const given = await store.claimRegistryAccount(learnerId, namesake(words, number));
    if (given !== undefined) return given;
  }
  throw new Error(`None of ${MAX_NAMESAKES} names was free for an account of the course registry.`);
}
