import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { learnerIdSchema } from '../../src/shared/ids.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { KillableEngine } from '../sandbox/killable-engine.ts';
import { OwnEngine } from '../sandbox/own-engine.ts';
import { newSandboxId, shell } from '../sandbox/sandbox-host-contract.ts';
import { createSupervisedEngine } from '../sandbox/supervised-engine.ts';
import type { Store } from '../storage/port.ts';
import { createSqliteStore } from '../storage/sqlite-store.ts';
import { patience, within } from '../test-patience.ts';
import { SandboxFleet } from './fleet.ts';
import { createLearnerSandboxes } from './learner-sandboxes.ts';

const HOUR = 3_600_000;
const signal = () => within(60_000);
const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
const ada = learnerIdSchema.parse('a'.repeat(32));

/** What a learner has made, and finds again. */
const MAKE = 'echo kept > file && tar -c file | docker import - made:1 && sync';
const FIND = 'cat file && docker image inspect -f "{{.RepoTags}}" made:1';
const FOUND = 'kept\n[made:1]';

/** A launch takes about 400 ms: these fall before, into and behind each of its steps. On a slow host an engine takes a minute to come back: fewer do. */
const MOMENTS_MS = (patience === 1 ? [0, 80, 200, 400] : [0, 80, 250]).map((ms) => ms * patience);

let engine: KillableEngine;
let harness: DockerSandboxHarness;
let store: Store;

beforeAll(async () => {
  const { sandbox, keeper, busybox } = inject('images');
  const isSupervised = inject('engineToKill') === 'supervised';
  engine = isSupervised ? createSupervisedEngine(new Docker(), busybox) : await OwnEngine.start([sandbox, keeper]);
});
afterAll(() => engine[Symbol.asyncDispose]());

beforeEach(async () => {
  const { sandbox, keeper } = inject('images');
  harness = await createDockerSandboxHarness({ sandbox, keeper }, { docker: engine.docker });
  store = await createSqliteStore({ file: ':memory:', now: () => new Date() });
  await store.createLearner({ id: ada, role: 'learner' });
});
afterEach(async () => {
  await harness[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});

/** As a server process has it. What fails while the engine is away is expected, and counted. */
function process() {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const fleet = new SandboxFleet({
    host: harness.host,
    store,
    timings: { pauseAfterMs: HOUR, stopAfterMs: HOUR, expireAfterMs: HOUR, warnBeforeExpiryMs: 0, busyLimitMs: HOUR },
    pool: { min: 0, max: 0 },
    limit: () => 10,
    warmUp: async () => {},
    newId: newSandboxId,
    now: () => new Date(),
    onError,
  });
  return {
    fleet,
    errors,
    sandboxes: createLearnerSandboxes({ store, fleet, allowanceOf: async () => undefined, randomHex, onError }),
  };
}

async function restartEngine(): Promise<void> {
  await engine.kill();
  await engine.start();
  // As the server does on its timer.
  await harness.keeper.start(signal());
}

describe('after the host engine was killed', () => {
  test.each(['ready', 'paused', 'stopped'] as const)(
    'a sandbox that was %s has its files and images',
    async (state) => {
      const { fleet, sandboxes } = process();
      const { row, sandbox } = await sandboxes.open(ada, { signal: signal() });
      expect(await shell(sandbox, MAKE)).toMatch(/^sha256:/);
      if (state === 'paused') await harness.host.pause(row.id);
      if (state === 'stopped') await fleet.stop(row.id, 'idle');
      await restartEngine();
      await fleet.reconcile();
      const back = await sandboxes.open(ada, { signal: signal() });
      expect(back.row.id).toBe(row.id);
      expect(await shell(back.sandbox, FIND)).toBe(FOUND);
      expect(await fleet.reap()).toEqual([]);
    },
  );

  test.each(MOMENTS_MS)('a launch that was cut off after %i ms can be made again', async (ms) => {
    const { fleet, sandboxes } = process();
    const launching = sandboxes.open(ada, { signal: signal() }).catch(() => undefined);
    await delay(ms);
    await restartEngine();
    await launching;
    await fleet.reconcile();
    const { row, sandbox } = await sandboxes.open(ada, { signal: signal() });
    expect(await shell(sandbox, `(${MAKE}) > /dev/null && ${FIND}`)).toBe(FOUND);
    expect(await fleet.reap()).toEqual([]);
    expect((await harness.host.list()).map(({ id }) => id)).toEqual([row.id]);
  });

  test('what is asked meanwhile fails, and goes on when the engine is back', async () => {
    const { fleet, sandboxes } = process();
    const { row, sandbox } = await sandboxes.open(ada, { signal: signal() });
    await shell(sandbox, 'echo kept > file; sync');
    await engine.kill();
    await expect(sandboxes.open(ada, { signal: signal() })).rejects.toThrow();
    await expect(fleet.reconcile()).rejects.toThrow();
    await engine.start();
    await harness.keeper.start(signal());
    const back = await sandboxes.open(ada, { signal: signal() });
    expect(back.row.id).toBe(row.id);
    expect(await shell(back.sandbox, 'cat file')).toBe('kept');
  });
});

describe('after the server was killed', () => {
  test.each(MOMENTS_MS)('in a launch, after %i ms, the learner gets their sandbox from the next', async (ms) => {
    const killed = process();
    // It is never heard of again, though what it asked of the engine may still be done.
    const launching = killed.sandboxes.open(ada, { signal: signal() }).catch(() => undefined);
    await delay(ms);
    const next = process();
    await next.fleet.reconcile();
    await next.fleet.reap();
    const { row, sandbox } = await next.sandboxes.open(ada, { signal: signal() });
    expect(await shell(sandbox, `(${MAKE}) > /dev/null && ${FIND}`)).toBe(FOUND);
    await launching;
    expect(await next.fleet.reap()).toEqual([]);
    expect((await harness.host.list()).map(({ id }) => id)).toEqual([row.id]);
  });
});

describe('after a sandbox was killed', () => {
  test.each(['ready', 'paused'] as const)('one that was %s comes back with its files and images', async (state) => {
    const { sandboxes } = process();
    const { row, sandbox } = await sandboxes.open(ada, { signal: signal() });
    await shell(sandbox, MAKE);
    if (state === 'paused') await harness.host.pause(row.id);
    await harness.kill(row.id);
    const back = await sandboxes.open(ada, { signal: signal() });
    expect(await shell(back.sandbox, FIND)).toBe(FOUND);
  });

  test.each(MOMENTS_MS.slice(-3))('a launch that was killed after %i ms can be made again', async (ms) => {
    const { sandboxes } = process();
    const launching = sandboxes.open(ada, { signal: signal() }).catch(() => undefined);
    await delay(ms);
    const [found] = await harness.host.list();
    if (found) await harness.kill(found.id).catch(() => {});
    await launching;
    const { sandbox } = await sandboxes.open(ada, { signal: signal() });
    expect(await shell(sandbox, `(${MAKE}) > /dev/null && ${FIND}`)).toBe(FOUND);
  });
});
