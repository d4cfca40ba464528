import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildImage } from './build-image.ts';
import { imageTag } from './image-tags.ts';
import { SetupError } from './setup-error.ts';

const docker = new Docker();
const repository = `drydock-test-${process.pid}/tiny`;
const made: string[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drydock-build-'));
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'sub/greeting'), 'hello');
  await writeFile(
    join(folder, 'Dockerfile'),
    'ARG WORD\nFROM scratch\nARG WORD\nENV WORD=${WORD}\nCOPY sub/greeting /\nCMD ["x"]\n',
  );
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  for (const tag of made.splice(0)) await docker.getImage(tag).remove();
});

async function build(args: Record<string, string>, signal: AbortSignal, updates: string[] = []): Promise<string> {
  const tag = await imageTag(repository, folder, 'Dockerfile', args);
  await buildImage(docker, {
    title: 'the tiny image',
    tag,
    folder,
    dockerfile: 'Dockerfile',
    args,
    labels: { 'drydock.test': 'tiny' },
    signal,
    update: (line) => updates.push(line),
  });
  made.push(tag);
  return tag;
}

test('builds a folder with its arguments and labels, and says how far it is', async ({ signal }) => {
  const updates: string[] = [];
  const tag = await build({ WORD: 'ahoy' }, signal, updates);
  const { Config, RootFS } = await docker.getImage(tag).inspect();
  expect(Config.Env).toContain('WORD=ahoy');
  expect(Config.Labels).toMatchObject({ 'drydock.test': 'tiny' });
  expect(RootFS.Layers).toHaveLength(1);
  expect(updates).toContainEqual(expect.stringMatching(/^step 5 of \d: COPY sub\/greeting \/$/));
});

test('other arguments are another tag, and the same layer', async ({ signal }) => {
  const [one, two] = [await build({ WORD: 'one' }, signal), await build({ WORD: 'two' }, signal)];
  expect(one).not.toBe(two);
  const [first, second] = await Promise.all([one, two].map((tag) => docker.getImage(tag).inspect()));
  expect(first?.RootFS.Layers).toEqual(second?.RootFS.Layers);
});

test('a failed build is a sentence and the end of the log', async ({ signal }) => {
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY missing /\n');
  const failure = build({}, signal);
  await expect(failure).rejects.toBeInstanceOf(SetupError);
  await expect(failure).rejects.toThrow(
    /^Stopped while building the tiny image: COPY failed.*\nIts last lines were:\n {2}Step 1\/\d : FROM scratch\n/,
  );
});

test('an aborted build stops', async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(build({}, controller.signal)).rejects.toThrow(/abort/i);
});
