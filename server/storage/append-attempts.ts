import { writeSync } from 'node:fs';
import { pass } from '../../src/shared/exercise/index.ts';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import { createPostgresStore } from './postgres-store.ts';
import { createSqliteStore } from './sqlite-store.ts';

// A process of the tests' own, with a store's file or address and how it is kept: appends attempts until it is killed, and prints the number of each that
// the store has acknowledged.
const [place = '', synchronous] = process.argv.slice(2);
const now = () => new Date();
const store = place.startsWith('postgres:')
  ? await createPostgresStore({ url: place, now })
  : await createSqliteStore({ file: place, now, ...(synchronous === 'OFF' ? { synchronous } : {}) });
const learnerId = learnerIdSchema.parse('a'.repeat(32));
if (!(await store.learner(learnerId))) await store.createLearner({ id: learnerId, role: 'learner' });
for (let number = (await store.attempts(learnerId)).length; ; number += 1) {
  await store.appendAttempt({
    learnerId,
    exercise: 'x',
    task: String(number),
    verdict: pass(),
    at: now().toISOString(),
  });
  writeSync(1, `${number}\n`);
}
