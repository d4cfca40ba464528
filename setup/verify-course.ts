import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig } from '../server/config.ts';
import { runEntry } from './entry.ts';
import { prepare } from './prepare.ts';
import { createProgress } from './progress.ts';
import { unattendedMachine } from './unattended-machine.ts';
import { verifyCourse } from './verify/verify-course.ts';

const HELP = `npm run verify:course [-- --only NAME] [--update] [--no-cache]

Proves what the lessons and exercises claim, in real sandboxes: every start leaves its tasks undone, every solution does them all, every wrong answer is found
out, every command of a lesson runs and prints what is shown, every link leads somewhere. What has not changed since it was proven is not run again.

  --only NAME  this exercise, this lesson (by its slug), or what this path holds; several times for several
  --update     write what the commands really print into the lessons, where it is not what they show
  --no-cache   prove what has not changed too
  --help       show this
`;

const root = join(import.meta.dirname, '..');

await runEntry(async (signal) => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      update: { type: 'boolean', default: false },
      'no-cache': { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const config = parseConfig(process.env, root);
  const progress = createProgress(process.stdout);
  const prepared = await prepare({
    ...unattendedMachine(progress, signal),
    root,
    // They show nothing that is not proven by the files that they are made from.
    withoutPages: true,
    dataDir: config.dataDir,
    registryVolume: config.registryVolume,
    dockerHost: process.env['DOCKER_HOST'] || undefined,
    courseImages: 'served',
  });
  return verifyCourse({
    root,
    docker: prepared.docker,
    images: { ...prepared.images, imageStore: prepared.imageStore },
    registryVolume: config.registryVolume,
    only: values.only,
    isUpdate: values.update,
    usesCache: !values['no-cache'],
    progress,
    print: (text) => process.stdout.write(`${text}\n`),
    signal,
  });
});
