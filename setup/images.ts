import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type Docker from 'dockerode';
import { parseConfig } from '../server/config.ts';
import { createConsent } from './consent.ts';
import { isCopied } from './copy-image.ts';
import { copyImages, type NotCopied } from './copy-images.ts';
import { answers } from './copy-upstream.ts';
import { type ImageBuild, imageBuilds, provideImages, tagOf } from './course-builds.ts';
import { readServed } from './course-content.ts';
import { type CourseTarget, courseTargets } from './course-images.ts';
import { provideStandIns } from './course-stand-ins.ts';
import { type CourseStorage, openCourse, openDraft } from './course-storage.ts';
import { courseTable, type TableRow } from './course-table.ts';
import type { Machine } from './debian-packages.ts';
import { runEntry } from './entry.ts';
import { exportImages } from './export-course.ts';
import { exportedOwnImages } from './export-own-images.ts';
import { type ImageTags, imageTags } from './image-tags.ts';
import { type CourseArchive, readArchive } from './import-archive.ts';
import { archivedName, importImages, loadImages } from './import-course.ts';
import { presentImages } from './present-images.ts';
import { createProgress } from './progress.ts';
import { provideEngine } from './provide-engine.ts';
import { SetupError, setupError } from './setup-error.ts';

const HELP = `npm run images [-- --online | --offline | --list | --export FILE | --import FILE] [--yes]

Fills the course registry with every image of the course: copies of the public ones where the public registry answers, elsewhere stand-ins that are built
from Debian's packages. What is there already stays; what was broken off goes on where it was. Prints what there is.

  --online       copy, and build nothing
  --offline      build stand-ins, also in place of copies
  --list         only print what there is
  --export FILE  write the whole course to a file, for a classroom without Internet
  --import FILE  fill the registry from such a file, without any network
  --yes          agree to all that is offered, such as installing Debian packages
  --help         show this

DRYDOCK_UPSTREAM names the registry to copy Docker Hub's images from (https://registry-1.docker.io).
`;

const root = join(import.meta.dirname, '..');

interface Course {
  readonly docker: Docker;
  readonly machine: Machine & { readonly root: string };
  readonly storage: CourseStorage;
  readonly builds: readonly ImageBuild[];
  readonly targets: readonly CourseTarget[];
  readonly tags: ImageTags;
  readonly upstream: URL;
}

await runEntry(async (signal) => {
  const { values } = parseArgs({
    options: {
      online: { type: 'boolean' },
      offline: { type: 'boolean' },
      list: { type: 'boolean' },
      export: { type: 'string' },
      import: { type: 'string' },
      yes: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { yes: _, ...modes } = values;
  if (Object.keys(modes).length > 1) {
    throw new SetupError(
      `${Object.keys(modes)
        .map((name) => `--${name}`)
        .join(' and ')} don't go together. Name one.`,
    );
  }
  const { upstream, registryVolume: volume, dataDir } = parseConfig(process.env, root);
  const { stdin: input, stdout: output } = process;
  const consent = createConsent({ yes: values.yes ?? false, input, output, withoutTerminal: true, signal });
  const machine = { consent, progress: createProgress(output), signal, root };
  // A file that can't be used is refused before anything is made.
  const archive = values.import === undefined ? undefined : await read(machine, values.import);

  const docker = await provideEngine(machine, { dockerHost: process.env['DOCKER_HOST'] || undefined, dataDir });
  const tags = await imageTags(root);
  const builds = await imageBuilds(root, tags);
  const storage = { volume, gatewayImage: tagOf(tags, 'gateway') };
  const course = { docker, machine, storage, builds, targets: courseTargets(builds), tags, upstream };
  if (values.list && !(await presentImages(docker)).has(storage.gatewayImage)) {
    throw new SetupError('The course registry has not been filled by this version. `npm run images` fills it.');
  }
  if (archive) await load(course, archive);
  const gateway = builds.filter(({ tag }) => tag === storage.gatewayImage);
  await provideImages(machine, docker, { wanted: gateway, all: builds, tags });

  if (values.export !== undefined) {
    await write(course, values.export);
    return 0;
  }
  const failed = values.list ? [] : archive ? await take(course, archive) : await fill(course, values);
  const rows = await readCourse(course);
  output.write(`\n${courseTable(rows)}\n`);
  for (const { reference, reason } of failed) output.write(`\n✗ ${reference} could not be copied: ${reason}\n`);
  return failed.length === 0 ? 0 : 1;
});

async function readCourse({ docker, storage, targets, machine: { signal } }: Course): Promise<readonly TableRow[]> {
  try {
    await using registry = await openCourse(docker, storage, signal);
    return await Promise.all(
      targets.map(async (target) => ({ target, served: await readServed(registry.client, target) })),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw setupError('reading the course registry', error);
  }
}

async function fill(
  course: Course,
  { online = false, offline = false }: { online?: boolean; offline?: boolean },
): Promise<readonly NotCopied[]> {
  const { docker, machine, storage, builds, tags, targets, upstream } = course;
  const standIns = (wanted: readonly CourseTarget[], replaceCopies = false) =>
    provideStandIns(machine, docker, { ...storage, targets: wanted, builds, tags, replaceCopies });
  const pending = offline
    ? []
    : (await readCourse(course)).filter(({ target, served }) => !isCopied(served, target)).map(({ target }) => target);
  if (!offline && pending.length === 0) {
    machine.progress.note('Every image is there, as it is public.');
    return [];
  }
  const canCopy = online || (!offline && (await answers(upstream, process.env, machine.signal)));
  if (!canCopy) {
    if (!offline) machine.progress.note(`${upstream.host} does not answer, so what is missing is built.`);
    const made = await standIns(targets, offline);
    if (made.length === 0) machine.progress.note('Nothing is missing.');
    return [];
  }
  const request = { ...storage, targets: pending, upstream, tags, environment: process.env };
  const failed = await copyImages(machine, docker, request);
  const names = new Set(failed.map(({ reference }) => reference));
  // Where nothing was forced, a stand-in does until the copy can be had.
  if (!online) await standIns(targets.filter(({ reference }) => names.has(reference)));
  return failed;
}

function read({ progress, signal }: Machine, file: string): Promise<CourseArchive> {
  return progress.step(`Reading ${file}`, (update) => readArchive(resolve(file), { signal, update }));
}

/** What `npm start` could not build without a network. */
async function load({ docker, machine, builds }: Course, archive: CourseArchive): Promise<void> {
  const present = await presentImages(docker);
  const own = builds.filter(({ recipe }) => !recipe.course).map(({ tag }) => tag);
  const names = own.filter((tag) => !present.has(tag) && archive.images.some(({ name }) => name === tag));
  if (names.length === 0) return;
  const { signal } = machine;
  await machine.progress.step('Loading Drydock’s own images', (update) =>
    loadImages(docker, { archive, names, signal, update }),
  );
}

async function take(
  { docker, machine, storage, targets }: Course,
  archive: CourseArchive,
): Promise<readonly NotCopied[]> {
  const { progress, signal } = machine;
  await progress.step('Filling the course registry', (update) =>
    importImages(docker, { ...storage, archive, targets, signal, update }),
  );
  return [];
}

async function write(course: Course, file: string): Promise<void> {
  const { docker, machine, storage, builds, tags } = course;
  const { progress, signal } = machine;
  const rows = await readCourse(course);
  const missing = rows.filter(({ served }) => !served).map(({ target }) => target.reference);
  if (missing.length > 0) {
    throw new SetupError(`The course registry lacks ${missing.join(', ')}. Fill it first: \`npm run images\`.`);
  }
  const own = builds.filter(({ recipe }) => !recipe.course);
  await provideImages(machine, docker, { wanted: own, all: builds, tags });
  await progress.step(`Writing ${file}`, async (update) => {
    try {
      await using registry = await openCourse(docker, storage, signal);
      await using draft = await openDraft(docker, storage, signal);
      const { client } = registry;
      const images = rows.flatMap(({ target, served: image }) => {
        const names = target.tags.map((tag) => archivedName(target, tag));
        return image ? [{ names, image, repository: target.repository, client }] : [];
      });
      const others = await exportedOwnImages(docker, draft, own, { signal, update });
      await exportImages(resolve(file), [...images, ...others], { signal, update });
      await draft.place(['clear']);
    } catch (error) {
      signal.throwIfAborted();
      throw setupError(`writing ${file}`, error);
    }
  });
}
