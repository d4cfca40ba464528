import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import { type Pack, pack } from 'tar-stream';
import { isEngineStatus } from '../server/domain/engine-errors.ts';
import { followEngine } from './engine-events.ts';
import { listFiles } from './folder-hash.ts';
import { createLineTail } from './line-tail.ts';
import type { Update } from './progress.ts';
import { setupError } from './setup-error.ts';

export interface BuildRequest {
  /** What the image is called in messages: "the sandbox image". */
  readonly title: string;
  readonly tag: string;
  readonly folder: string;
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
  /** Text files beside those of the folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Put on the image by the builder, as a last row without a layer. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly update: Update;
}

/** A stage that only collects files carries this label, so that what the builder leaves of it can be found and removed. */
const STAGE_LABEL = 'drydock.stage';

/** What the classic builder prints of an image that a step has made or found. */
const STEP_RESULT = /^ ---> ([0-9a-f]{12})$/;
const SHORT_ID_DIGITS = 12;

// One time for all files: the same ones give the same layers on every machine, but for folders, which the builder makes as they come.
const FILE_TIME = new Date('2026-01-01T00:00:00Z');

/** Builds one folder with the engine's classic builder, which needs no pull and no session. Throws a `SetupError` with the end of the build's output. */
export async function buildImage(docker: Docker, request: BuildRequest): Promise<void> {
  const context = pack();
  const packed = packFolder(context, request.folder, request.files);
  await runBuild(docker, context, packed, request);
}

/** As `buildImage`, from a Dockerfile's text and one large file beside it. */
export async function buildFromFile(
  docker: Docker,
  source: { dockerfile: string; file: string; name: string },
  request: Omit<BuildRequest, 'folder' | 'dockerfile' | 'args'>,
): Promise<void> {
  const context = pack();
  const packed = packFile(context, source);
  await runBuild(docker, context, packed, { ...request, dockerfile: 'Dockerfile', args: {} });
}

async function runBuild(
  docker: Docker,
  context: Pack,
  packed: Promise<void>,
  request: Omit<BuildRequest, 'folder'>,
): Promise<void> {
  const { title, tag, dockerfile, args, labels, signal, update } = request;
  let step = '';
  const seen = new Set<string>();
  const output = createLineTail((line) => {
    const id = STEP_RESULT.exec(line)?.[1];
    if (id !== undefined) seen.add(id);
    step = /^Step (\d+\/\d+) :/.exec(line)?.[1] ?? step;
    const count = step === '' ? '' : `step ${step.replace('/', ' of ')}: `;
    update(`${count}${line.replace(/^Step \d+\/\d+ : /, '')}`);
  });
  try {
    const [stream] = await Promise.all([
      docker.buildImage(Readable.from(context, { objectMode: false }), {
        t: tag,
        dockerfile,
        buildargs: { ...args },
        labels: { ...labels },
        // The build must see the network as the host does: the bridge has no names where only the host's resolver has them.
        networkmode: 'host',
        rm: true,
        forcerm: true,
        version: '1',
        abortSignal: signal,
      }),
      packed,
    ]);
    await followEngine(stream, signal, (event) => output.write(event.stream ?? ''));
  } catch (error) {
    signal.throwIfAborted();
    throw setupError(`building ${title}`, error, output.lines);
  }
  await removeStages(docker, seen);
}

async function packFolder(context: Pack, folder: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const { path, executable } of await listFiles(folder)) {
    const header = { name: path, mode: executable ? 0o755 : 0o644, mtime: FILE_TIME };
    context.entry(header, await readFile(join(folder, path)));
  }
  for (const [name, text] of Object.entries(files)) context.entry({ name, mode: 0o644, mtime: FILE_TIME }, text);
  context.finalize();
}

async function packFile(context: Pack, source: { dockerfile: string; file: string; name: string }): Promise<void> {
  context.entry({ name: 'Dockerfile', mtime: FILE_TIME }, source.dockerfile);
  const { size } = await stat(source.file);
  await pipeline(createReadStream(source.file), context.entry({ name: source.name, size, mtime: FILE_TIME }));
  context.finalize();
}

/** Frees the disk that this build's collecting stages took. Those of a build beside it may yet be built on. */
async function removeStages(docker: Docker, seen: ReadonlySet<string>): Promise<void> {
  const stages = await docker.listImages({ filters: { dangling: ['true'], label: [STAGE_LABEL] } });
  const own = stages.filter(({ Id }) => seen.has(Id.slice('sha256:'.length).slice(0, SHORT_ID_DIGITS)));
  for (const { Id } of own) await docker.getImage(Id).remove().catch(ignoreInUse);
}

function ignoreInUse(error: unknown): void {
  if (!isEngineStatus(error, 404) && !isEngineStatus(error, 409)) throw error;
}
