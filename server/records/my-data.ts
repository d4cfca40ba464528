import type { LearnerId } from '../../src/shared/ids.ts';
import type { PersonalRecords } from '../storage/record-port.ts';

/** What was on the screen of a terminal of theirs. */
export interface KeptTerminal {
  readonly terminal: string;
  readonly output: string;
}

/** Everything that the store has about a person and what their terminals showed, as one JSON document, some rows at a time. */
export async function* writeMyData(
  personal: Pick<PersonalRecords, 'rowsAbout'>,
  terminals: AsyncIterable<KeptTerminal>,
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
  yield '\n],"terminals":[';
  separator = '\n';
  for await (const kept of terminals) {
    yield separator + JSON.stringify(kept);
    separator = ',\n';
  }
  yield '\n]}\n';
}
