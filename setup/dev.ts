import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, ConfigError, parseConfig } from '../server/config.ts';
import { createConsent } from './consent.ts';
import { requireCourse } from './courses.ts';
import { openDevCourse } from './dev/dev-course.ts';
import { openFront } from './dev/front.ts';
import { openPages } from './dev/pages.ts';
import { ServerProcess } from './dev/server-process.ts';
import { fetchSiteFiles } from './dev/site-files.ts';
import { runEntry } from './entry.ts';
import { assertPortFree } from './free-port.ts';
import { prepare } from './prepare.ts';
import { createProgress } from './progress.ts';
import { unusedPort } from './unused-port.ts';

const HELP = `npm run dev [-- --yes]

Drydock for who writes lessons and exercises: what you save is in the page at once. Ctrl-C stops it. Sandboxes and shells go on through every change.

  a lesson, a figure, a style       the page shows it within a second
  an exercise                       its tasks and checks are new within a second or two
  a command block, a quiz, server/  the server starts anew by itself; the page comes back to it, with its shell
  an exercise's start/              is placed in new sandboxes; your own keeps its files: "Start this exercise over…" places it anew
  a network that comes or goes      what the browser broke off of the page is loaded again by itself
  a mistake                         stands here and in the page, with file, line and fix; what ran before goes on

  --yes   agree to all that is offered, such as installing Debian packages
  --help  show this

Settings are those of npm start: DRYDOCK_COURSE, DRYDOCK_PORT (4321), DRYDOCK_DATA_DIR (data).
`;

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

const root = join(import.meta.dirname, '..');
const say = (line: string) => process.stdout.write(`${line}\n`);

await runEntry(async (signal) => {
  const { values } = parseArgs({ options: { yes: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const config = parseConfig(process.env, root);
  if (!LOOPBACK.includes(config.listen)) {
    throw new ConfigError(
      '`npm run dev` is for this machine alone: it gives out the project’s files. Unset DRYDOCK_LISTEN, or use `npm start`.',
    );
  }
  requireCourse(root, config.course);
  await assertPortFree(config.port, config.listen);
  await serve(config, values.yes ?? false, signal);
  return 0;
});

async function serve(config: Config, yes: boolean, signal: AbortSignal): Promise<void> {
  const { images, imageStore } = await prepare({
    root,
    dataDir: config.dataDir,
    registryVolume: config.registryVolume,
    dockerHost: process.env['DOCKER_HOST'] || undefined,
    course: config.course,
    courseImages: 'served',
    withoutPages: true,
    consent: createConsent({ yes, input: process.stdin, output: process.stdout, withoutTerminal: true, signal }),
    progress: createProgress(process.stdout),
    signal,
  });
  const siteFolder = join(root, '.cache/dev', config.course);
  await rm(siteFolder, { recursive: true, force: true });
  await mkdir(siteFolder, { recursive: true });
  for (const page of ['index.html', '404.html'])
    await writeFile(join(siteFolder, page), 'The pages come from elsewhere.\n');

  await using running = new AsyncDisposableStack();
  const [pagesPort, serverPort] = [await unusedPort(), await unusedPort()];
  const pagesUrl = `http://127.0.0.1:${pagesPort}`;
  const server = running.use(
    new ServerProcess({
      port: serverPort,
      environment: { ...process.env, DRYDOCK_PUBLIC_URL: config.publicUrl.origin },
      settings: { images, imageStore, siteFolder },
      onInvite: (url) => say(`Whoever opens this link first becomes the admin of this Drydock:\n${url}`),
      onEnd: () =>
        say('✗ The server ended by itself; its log is data/drydock.log. It starts again when you save a file.'),
    }),
  );
  const course = openDevCourse({
    root,
    course: config.course,
    say,
    show: (mistakes) => pages.show(mistakes),
    restart: () => server.restart(),
    reload: () => server.reload(),
    fetchSite: () => fetchSiteFiles(pagesUrl, siteFolder, signal),
    signal,
  });
  const pages = running.use(
    await openPages({
      root,
      port: pagesPort,
      onChange: course.changed,
      onReload: course.reloaded,
      mistakes: course.mistakes,
    }),
  );
  running.use(await openFront({ port: config.port, host: config.listen, pagesPort, serverPort: () => server.port }));
  await course.begin();
  say(`Drydock is ready at ${config.publicUrl.origin}, and follows what you save. Ctrl-C stops it.`);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
