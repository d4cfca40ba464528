import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { EngineContainers, EngineImages, EnginePart } from '../../src/shared/engine-views.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { patience, within } from '../test-patience.ts';
import { FINISHED_COMMAND } from './changes.ts';
import { type EnginePicture, EnginePictures, type PictureViewer } from './engine-pictures.ts';
import { LearnerEngine } from './learner-engine.ts';

const soon = { timeout: 15_000 * patience };
const WRITTEN_BYTES = 300_000;

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;
beforeAll(async () => {
  harness = await createDockerSandboxHarness(inject('images'));
  sandbox = await harness.host.open(newSandboxId(), within(30_000));
});
afterAll(async () => harness?.[Symbol.asyncDispose]());

const run = async (command: string) => {
  const { exitCode, stderr } = await sandbox.exec(['sh', '-c', command], { signal: within(40_000) });
  if (exitCode !== 0) throw new Error(`${command}: ${stderr.toString()}`);
};

const makeImage = (name: string) => `echo ahoy > /tmp/greeting && tar -C /tmp -c greeting | docker import - ${name}`;

/** The pictures of the sandbox's engine, and to where it was dialled for them. */
function openPictures() {
  const dialled: string[] = [];
  const engine = new LearnerEngine(
    {
      ...sandbox,
      async dial(target, signal) {
        dialled.push(target.kind);
        return sandbox.dial(target, signal);
      },
    },
    (change) => pictures.note(change),
  );
  const pictures = new EnginePictures({
    agent: engine.agent,
    onError: (error) => {
      throw error;
    },
  });
  onTestFinished(() => {
    pictures[Symbol.dispose]();
    engine[Symbol.dispose]();
  });
  return { pictures, dialled };
}

/** A page that shows these parts, with what it was sent. */
function show(pictures: EnginePictures, parts: readonly EnginePart[]) {
  const sent: EnginePicture[] = [];
  const viewer: PictureViewer = { onPicture: (picture) => sent.push(picture) };
  pictures.show(viewer, parts);
  const images = (): EngineImages | undefined => sent.findLast((each) => each.part === 'images');
  const containers = (): EngineContainers | undefined => sent.findLast((each) => each.part === 'containers');
  const names = () => images()?.images.flatMap((image) => image.names) ?? [];
  return { viewer, sent, images, containers, names };
}

test('to look does not start an engine; once somebody has, its images and what they share are there, and follow it', async () => {
  const { pictures, dialled } = openPictures();
  const { sent, images, names } = show(pictures, ['images']);
  await expect.poll(() => dialled, soon).toEqual(['started-engine']);
  const { stdout } = await sandbox.exec(['sh', '-c', 'pgrep -c dockerd || true'], { signal: within(10_000) });
  expect(stdout.toString().trim()).toBe('0');
  expect(sent).toEqual([]);

  await run(makeImage('base:1'));
  await expect.poll(names, soon).toEqual(['base:1']);
  await run(`docker create --name box base:1 none && head -c ${WRITTEN_BYTES} /dev/urandom | tee /tmp/blob > /dev/null &&
    docker cp -q /tmp/blob box:/blob && docker commit -c 'ENV A=1' box more:1 && docker rm box`);
  // Made in one second, they come in either order.
  await expect.poll(() => names().toSorted(), soon).toEqual(['base:1', 'more:1']);
  const [more, base] = ['more:1', 'base:1'].map((name) => images()?.images.find((image) => image.names.includes(name)));
  const layers = images()?.layers ?? [];
  expect(layers).toHaveLength(2);
  expect(layers[more?.top ?? -1]?.below).toBe(base?.top);
  expect(layers[more?.top ?? -1]?.sizeBytes).toBeGreaterThanOrEqual(WRITTEN_BYTES);

  await run('docker tag base:1 also:1');
  await expect.poll(() => names().toSorted(), soon).toEqual(['also:1', 'base:1', 'more:1']);
  await run('docker rmi more:1 also:1');
  await expect.poll(names, soon).toEqual(['base:1']);
});

test('what a container wrote is seen when a command has ended; who looks at nothing more is sent nothing more', async () => {
  const { pictures } = openPictures();
  const one = show(pictures, ['containers']);
  const other = show(pictures, ['containers', 'images']);
  await run(`${makeImage('ground:1')} && docker create --name box ground:1 none`);
  await expect
    .poll(() => one.containers()?.containers, soon)
    .toMatchObject([{ name: 'box', image: 'ground:1', state: 'created', writtenBytes: 0 }]);
  await expect.poll(() => other.containers(), soon).toEqual(one.containers());
  expect(one.images()).toBeUndefined();

  pictures.show(one.viewer, []);
  const before = one.sent.length;
  await run(`head -c ${WRITTEN_BYTES} /dev/urandom > /tmp/blob && docker cp -q /tmp/blob box:/blob`);
  pictures.note(FINISHED_COMMAND);
  await expect.poll(() => other.containers()?.containers[0]?.writtenBytes, soon).toBeGreaterThanOrEqual(WRITTEN_BYTES);
  expect(one.sent).toHaveLength(before);

  // Back on screen it is told all, though nothing has happened since.
  pictures.show(one.viewer, ['containers']);
  await expect.poll(() => one.containers(), soon).toEqual(other.containers());
  await run('docker rm box');
  await expect.poll(() => one.containers()?.containers, soon).toEqual([]);
});
