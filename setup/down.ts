import { parseArgs } from 'node:util';
import { createConsent } from './consent.ts';
import { runEntry } from './entry.ts';
import { explainEngine, findEngine } from './find-engine.ts';
import { findLeftovers, type Leftovers, removeLeftovers } from './leftovers.ts';
import { SetupError, setupError } from './setup-error.ts';

const HELP = `npm run down [-- --yes] [--images]

Removes every container, network and volume that Drydock made on this Docker Engine: all sandboxes with the learners' work in them, and the course
registry. Progress stays in the data folder.

  --yes     do not ask first
  --images  remove Drydock's images too; the next start builds them again
`;

await runEntry(async (signal) => {
  const { values } = parseArgs({
    options: { yes: { type: 'boolean' }, images: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const engine = await findEngine(process.env['DOCKER_HOST'] || undefined);
  if (engine.kind !== 'ready') throw new SetupError(explainEngine(engine));

  const found = await findLeftovers(engine.docker);
  const leftovers = values.images ? found : { ...found, images: [] };
  const list = describe(leftovers);
  if (list === '') {
    process.stdout.write('There is nothing of Drydock on this Docker Engine.\n');
    return 0;
  }
  process.stdout.write(`${list}\n`);
  const consent = createConsent({
    yes: values.yes ?? false,
    input: process.stdin,
    output: process.stdout,
    withoutTerminal: false,
    signal,
  });
  if (!(await consent("Remove all of this, with the learners' work in it?"))) {
    throw new SetupError('Nothing was removed. To remove without a question: `npm run down -- --yes`.');
  }
  await removeLeftovers(engine.docker, leftovers).catch((error: unknown) => {
    throw setupError('removing what Drydock made', error);
  });
  process.stdout.write('Removed.\n');
  return 0;
});

function describe(leftovers: Leftovers): string {
  return Object.entries(leftovers)
    .filter(([, names]) => names.length > 0)
    .map(([kind, names]) => `${kind} (${names.length}):\n${names.map((name: string) => `  ${name}`).join('\n')}`)
    .join('\n');
}
