import { type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import type { Store } from '../storage/port.ts';

/** The person whose machine it is: one learner, in all of their browsers. */
export async function onlyLearner(
  store: Pick<Store, 'once' | 'learner' | 'createLearner'>,
  newLearnerId: () => LearnerId,
): Promise<LearnerId> {
  const id = learnerIdSchema.parse(await store.once('own-learner', newLearnerId));
  if (!(await store.learner(id))) await store.createLearner({ id, role: 'learner' });
  return id;
}
