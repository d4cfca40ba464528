import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type Docker from 'dockerode';
import { type Config, parseConfig } from '../server/config.ts';
import { installationId } from '../server/installation.ts';
import { hasStore, openStore } from '../server/open-store.ts';
import { createConsent } from './consent.ts';
import { runEntry } from './entry.ts';
import { explainEngine, findEngine } from './find-engine.ts';
import { imageTags } from './image-tags.ts';
import {
  findLeftovers,
  type Leftovers,
  ofEverybody,
  ofInstallation,
  removeLeftovers,
  type Scope,
} from './leftovers.ts';
import { retireInstallation } from './retire-installation.ts';
import { SetupError, setupError } from './setup-error.ts';

const HELP = `npm run down [-- --yes] [--all]

Removes every container, network and volume that this installation made on the Docker Engine: all sandboxes, with the learners' work in them.
Progress stays in the data folder.

  --yes  do not ask first
  --all  remove what every installation on this engine made, the course registry and the images too; the next start builds them again
`;

const root = join(import.meta.dirname, '..');

await runEntry(async (signal) => {
  const { values } = parseArgs({
    options: { yes: { type: 'boolean' }, all: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const engine = await findEngine(process.env['DOCKER_HOST'] || undefined);
  if (engine.kind !== 'ready') throw new SetupError(explainEngine(engine));

  const config = parseConfig(process.env, root);
  const leftovers = await findLeftovers(engine.docker, values.all ? ofEverybody : await ofThisInstallation(config));
  const list = describe(leftovers);
  if (list === '') {
    process.stdout.write('There is nothing of this installation on the Docker Engine.\n');
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
  try {
    await retire(engine.docker, leftovers.installations, config);
    await removeLeftovers(engine.docker, leftovers);
  } catch (error) {
    throw setupError('removing what Drydock made', error);
  }
  process.stdout.write('Removed.\n');
  return 0;
});

async function ofThisInstallation(config: Config): Promise<Scope> {
  // No store, no installation: asking would make one.
  if (!(await hasStore(config))) return { isOurs: () => false, repositories: undefined };
  await using store = await openStore(config, () => new Date());
  return ofInstallation(await installationId(store));
}

/** The images do the tidying; where they have gone, what is left on the host is a few empty cgroups and rules for a bridge that is no more. */
async function retire(docker: Docker, installations: readonly string[], { registryVolume }: Config): Promise<void> {
  const tags = await imageTags(root);
  const tagOf = (name: 'sandbox' | 'gateway' | 'keeper') => tags.get(name) ?? '';
  const images = { sandbox: tagOf('sandbox'), gateway: tagOf('gateway'), keeper: tagOf('keeper') };
  const present = new Set((await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []));
  if (!Object.values(images).every((tag) => present.has(tag))) return;
  for (const id of installations) await retireInstallation(docker, id, { images, registryVolume });
}

function describe({ installations: _, ...things }: Leftovers): string {
  return Object.entries(things)
    .filter(([, names]) => names.length > 0)
    .map(([kind, names]) => `${kind} (${names.length}):\n${names.map((name: string) => `  ${name}`).join('\n')}`)
    .join('\n');
}
