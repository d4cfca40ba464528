import type { LearnerId } from '../../src/shared/ids.ts';
import type { PersonalRecords } from '../storage/record-port.ts';

/** Everything that the store has about a person, as one JSON document, some rows at a time. */
export async function* writeMyData(
  personal: Pick<PersonalRecords, 'rowsAbout'>,
  person: LearnerId,
  madeAt: Date,
): AsyncGenerator<string> {
  const head = {
    format: 'drydock-my-data',
    version: 1,
    madeAt: madeAt.toISOString(),
    learner: person,
    explained: '/privacy/',
    files: '/api/sandbox/files',
  };
  yield `${JSON.stringify(head).slice(0, -1)},"records":[`;
  let separator = '\n';
  for await (const { table, rows } of personal.rowsAbout(person)) {
    yield separator + rows.map((row) => JSON.stringify({ table, ...row })).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}
