import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { networkName } from '../domain/docker-names.ts';
import { createDockerCourseRegistry } from '../registry/docker-course-registry.ts';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { type LoadedExercise, loadExercises } from './exercises.ts';
import { placeExercise } from './place-exercise.ts';
import { createSandboxView } from './sandbox-view.ts';

const RUN_TIMEOUT_MS = 55_000;

const docker = new Docker();
const images = inject('images');
const installation = randomBytes(4).toString('hex');
// What `npm test` has filled, as `npm start` does.
const volume = process.env['DRYDOCK_REGISTRY_VOLUME'] ?? 'drydock-registry';
const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume });
const exercises = await loadExercises(join(import.meta.dirname, '../../exercises'));

let harness: DockerSandboxHarness;

beforeAll(async () => {
  const network = await registry.start(AbortSignal.timeout(30_000));
  const limits = { memoryBytes: 1024 ** 3, cpus: 2, pids: 500, diskBytes: 2 * 1024 ** 3 };
  harness = await createDockerSandboxHarness(images, { installation, network, limits });
});

afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await registry.stop();
  await docker.getNetwork(networkName(installation)).remove();
});

async function redTasks(sandbox: ReadySandbox, { exercise }: LoadedExercise, signal: AbortSignal): Promise<string[]> {
  const engine = createDialAgent(sandbox, { kind: 'engine' });
  const view = createSandboxView({ sandbox, engine, exercise: exercise.id, signal });
  const red: string[] = [];
  for (const { id, check } of exercise.tasks) {
    const verdict = await check(view);
    if (verdict.kind !== 'pass') red.push(id);
    if (verdict.kind === 'fail') expect(verdict.reason, id).toMatch(/\w.*[.?!]$/);
  }
  engine.destroy();
  return red;
}

/** What is red after a script was run in a sandbox of its own; a script that fails is a wrong answer too. */
async function redAfter(loaded: LoadedExercise, script: string | undefined): Promise<string[]> {
  const signal = AbortSignal.timeout(RUN_TIMEOUT_MS);
  const id = newSandboxId();
  const sandbox = await harness.host.open(id, signal);
  try {
    await placeExercise(sandbox, loaded, signal);
    if (script !== undefined) {
      const run = `cd ~/${loaded.exercise.id} && exec bash -s`;
      await sandbox.exec(['bash', '-c', run], { signal, stdin: readFileSync(script) });
    }
    return await redTasks(sandbox, loaded, signal);
  } finally {
    await harness.host.remove([id]);
  }
}

describe.each([...exercises])('%s', (_id, loaded) => {
  const all = loaded.exercise.tasks.map(({ id }) => id);

  test('nothing is done at the start', async () => {
    expect(await redAfter(loaded, undefined)).toEqual(all);
  });

  test('the solution does everything', async () => {
    expect(await redAfter(loaded, join(loaded.folder, 'solution.sh'))).toEqual([]);
  });

  const wrongFolder = join(loaded.folder, 'wrong');
  const wrong = existsSync(wrongFolder) ? readdirSync(wrongFolder) : [];
  test.each(wrong)('%s is found out', async (file) => {
    const script = join(wrongFolder, file);
    const red = /^# stays red: (.+)$/m.exec(readFileSync(script, 'utf8'))?.[1]?.split(' ');
    expect(await redAfter(loaded, script)).toEqual(red);
  });
});
