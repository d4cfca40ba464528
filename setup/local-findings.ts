import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type Docker from 'dockerode';
import { z } from 'zod';
import { courseReference, IMAGES } from '../images/catalog.ts';
import type { Config } from '../server/config.ts';
import { unlessMissing } from '../server/domain/engine-errors.ts';
import { hasStore } from '../server/open-store.ts';
import { type Finding, fine, mustFix, warning } from '../server/sandbox/finding.ts';
import { StoreError } from '../server/storage/errors.ts';
import { contentReferences, courseContent } from './course-content.ts';
import { assertPortFree } from './free-port.ts';
import type { ImageTags } from './image-tags.ts';
import { presentImages } from './present-images.ts';
import { SetupError } from './setup-error.ts';

const MIB = 1024 ** 2;

/** A terminal's output takes up to a MiB, an attempt less than a KiB, and the log the rest: a class for weeks. */
const LEAST_DATA_BYTES = 512 * MIB;

/** A Drydock that is there answers in milliseconds. */
const HEALTH_TIMEOUT_MS = 2_000;

const healthSchema = z.object({ status: z.string(), parts: z.record(z.string(), z.string()) });

/** Whether the server could listen. That it does already is as good. */
export async function judgePort({ port, listen, publicUrl }: Config): Promise<Finding> {
  try {
    await assertPortFree(port, listen);
    return fine('port', `Port ${port} is free.`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const host = listen === '0.0.0.0' || listen === '::' ? 'localhost' : listen;
    if (await isDrydock(`http://${host}:${port}`)) return fine('port', `Drydock runs already, at ${publicUrl.origin}.`);
    return mustFix('port', `Drydock can’t listen on ${listen}:${port}.`, 'Learners reach it there.', error.message);
  }
}

async function isDrydock(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    return healthSchema.safeParse(await answer.json()).success;
  } catch {
    return false;
  }
}

/** Whether progress can be kept. */
export async function judgeDataFolder({ dataDir }: Pick<Config, 'dataDir'>): Promise<Finding> {
  const why = 'Learners’ progress and the last output of their terminals are kept there.';
  const folder = await nearestExisting(dataDir);
  if (!(await canWriteInto(folder))) {
    return mustFix(
      'data-folder',
      `The data folder ${dataDir} can’t be written.`,
      why,
      `Give it to this user (\`sudo install -d -o "$USER" ${dataDir}\`), or set DRYDOCK_DATA_DIR to a folder that is theirs.`,
    );
  }
  const { bavail, bsize } = await statfs(folder);
  const free = `The disk of the data folder ${dataDir} has ${Math.floor((bavail * bsize) / MIB)} MiB free.`;
  if (bavail * bsize >= LEAST_DATA_BYTES) return fine('data-folder', free);
  return mustFix('data-folder', free, why, 'Free some (`df -h`), or set DRYDOCK_DATA_DIR to a folder on another disk.');
}

/** Whether the database that DATABASE_URL names can be reached. */
export async function judgeDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Finding> {
  try {
    const isThere = await hasStore(config);
    return fine(
      'database',
      `PostgreSQL answers${isThere ? ', and has the store' : '; `npm start` makes the store in it'}.`,
    );
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return mustFix(
      'database',
      error.message,
      'Learners’ progress is kept there.',
      'Try it with `psql "$DATABASE_URL"`, correct DATABASE_URL, or unset it to keep the store in the data folder.',
    );
  }
}

async function canWriteInto(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}

/** The folder itself, or the one above that it will be made in. */
async function nearestExisting(folder: string): Promise<string> {
  const isMissing = await access(folder).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT' || error.code === 'ENOTDIR',
  );
  return isMissing ? nearestExisting(dirname(folder)) : folder;
}

/** Whether `npm start` has everything that it would otherwise build. */
export async function judgeImages(docker: Docker, tags: ImageTags, registryVolume: string): Promise<Finding> {
  const present = await presentImages(docker);
  const hasRegistry = (await unlessMissing(docker.getVolume(registryVolume).inspect())) !== undefined;
  const gatewayImage = tags.get('gateway') ?? '';
  const content = present.has(gatewayImage)
    ? await courseContent(docker, { volume: registryVolume, gatewayImage })
    : [];
  const served = new Set(contentReferences(content));
  const missing = IMAGES.filter(({ name, course }) =>
    course ? !served.has(courseReference(course)) : !present.has(tags.get(name) ?? ''),
  ).map(({ name }) => name);
  if (missing.length === 0) return fine('images', `All ${IMAGES.length} images are there.`);
  return warning(
    'images',
    hasRegistry
      ? `${missing.length} of ${IMAGES.length} images are not there: ${missing.join(', ')}.`
      : `The course registry's volume ${registryVolume} is not there.`,
    'The next start takes minutes instead of seconds, and needs a mirror of Debian’s packages.',
    'Run `npm start` once before the class comes.',
  );
}
