import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { type LearnerId, learnerIdSchema, type SandboxId } from '../../src/shared/ids.ts';
import type { LifeTimings } from '../domain/sandbox-life.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import { newSandboxId, shell } from '../sandbox/sandbox-host-contract.ts';
import type { Store } from '../storage/port.ts';
import { createSqliteStore } from '../storage/sqlite-store.ts';
import { HolderTestClient } from '../terminal/holder-test-client.ts';
import { patience, within } from '../test-patience.ts';
import { SandboxFleet } from './fleet.ts';
import { createLearnerSandboxes } from './learner-sandboxes.ts';
import type { Waiting } from './places.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const timings: LifeTimings = {
  pauseAfterMs: 15 * MINUTE,
  stopAfterMs: 60 * MINUTE,
  expireAfterMs: 30 * DAY,
  warnBeforeExpiryMs: 7 * DAY,
  busyLimitMs: 60 * MINUTE,
};
const signal = () => within(30_000);
const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');

let harness: DockerSandboxHarness;
let store: Store;
let now: number;
const errors: unknown[] = [];

beforeAll(async () => {
  harness = await createDockerSandboxHarness(inject('images'));
});
afterAll(() => harness[Symbol.asyncDispose]());

beforeEach(async () => {
  now = Date.parse('2026-01-02T03:04:05Z');
  store = await createSqliteStore({ file: ':memory:', now: () => new Date(now) });
  errors.length = 0;
  return async () => {
    await harness.host.reap(new Set());
    await store[Symbol.asyncDispose]();
    expect(errors).toEqual([]);
  };
});

/** As one server process has it. */
function process({ limit = 10, pool = { min: 0, max: 0 } } = {}) {
  const onError = (error: unknown) => void errors.push(error);
  const fleet = new SandboxFleet({
    host: harness.host,
    store,
    timings,
    pool,
    limit: () => limit,
    warmUp: async () => {},
    newId: newSandboxId,
    now: () => new Date(now),
    onError,
  });
  return {
    fleet,
    sandboxes: createLearnerSandboxes({ store, fleet, allowanceOf: async () => undefined, randomHex, onError }),
  };
}

async function newLearner(): Promise<LearnerId> {
  const id = learnerIdSchema.parse(randomHex(16));
  await store.createLearner({ id, role: 'learner' });
  return id;
}

async function stateOf(id: SandboxId) {
  return (await harness.host.list()).find((one) => one.id === id)?.state;
}

test('the first visit takes a warm sandbox, and another is made behind it', async () => {
  const { fleet, sandboxes } = process({ pool: { min: 1, max: 1 } });
  await fleet.tick();
  await expect.poll(() => fleet.count().warm, { timeout: 20_000 * patience }).toBe(1);
  const [warm] = await harness.host.list();
  const learner = await newLearner();
  const { row, sandbox } = await sandboxes.open(learner, { signal: signal() });
  expect(row.id).toBe(warm?.id);
  expect(await shell(sandbox, 'ls -A | grep -vE "^\\.(bashrc|bash_profile|local)$"')).toBe('');
  await expect.poll(() => fleet.count().warm, { timeout: 20_000 * patience }).toBe(1);
  expect((await sandboxes.open(learner, { signal: signal() })).row.id).toBe(row.id);
  expect((await sandboxes.open(await newLearner(), { signal: signal() })).row.id).not.toBe(row.id);
  await fleet[Symbol.asyncDispose]();
});

test('two pages of a new learner at once get one sandbox, and the other warm one stays warm', async () => {
  const { fleet, sandboxes } = process({ pool: { min: 2, max: 2 } });
  await fleet.tick();
  await expect.poll(() => fleet.count().warm, { timeout: 20_000 * patience }).toBe(2);
  const learner = await newLearner();
  const [one, other] = await Promise.all([
    sandboxes.open(learner, { signal: signal() }),
    sandboxes.open(learner, { signal: signal() }),
  ]);
  expect(one.row.id).toBe(other.row.id);
  await expect.poll(() => fleet.count(), { timeout: 20_000 * patience }).toMatchObject({ ready: 1, warm: 2 });
  await expect.poll(async () => (await harness.host.list()).length, { timeout: 10_000 * patience }).toBe(3);
  await fleet[Symbol.asyncDispose]();
});

test('without use it is paused, then stopped with its files kept, and goes after thirty days', async () => {
  const { fleet, sandboxes } = process();
  const learner = await newLearner();
  const { row, sandbox } = await sandboxes.open(learner, { signal: signal() });
  const lives: string[] = [];
  fleet.listen(row.id, ({ kind }) => lives.push(kind));
  await shell(sandbox, 'echo kept > file');
  const kept = await shell(sandbox, 'setsid sleep 987 < /dev/null > /dev/null 2>&1 & echo $!');

  now += 15 * MINUTE - 1;
  await fleet.tick();
  expect(await stateOf(row.id)).toBe('running');
  now += 1;
  await fleet.tick();
  expect(await stateOf(row.id)).toBe('paused');

  fleet.use(row.id);
  await expect.poll(() => stateOf(row.id)).toBe('running');
  await expect.poll(() => lives).toEqual(['paused', 'ready']);
  expect(await shell(sandbox, 'pgrep -x sleep')).toBe(kept);

  now += 15 * MINUTE;
  await fleet.tick();
  now += 45 * MINUTE;
  await fleet.tick();
  expect(await stateOf(row.id)).toBe('stopped');
  expect(lives).toEqual(['paused', 'ready', 'paused', 'stopped']);

  now += 29 * DAY;
  await fleet.tick();
  const back = await sandboxes.open(learner, { signal: signal() });
  expect(back.row.id).toBe(row.id);
  expect(await shell(back.sandbox, 'cat file; pgrep -cx sleep')).toBe('kept\n0');

  for (const ms of [15 * MINUTE, 45 * MINUTE, 30 * DAY]) {
    now += ms;
    await fleet.tick();
  }
  expect(lives.at(-1)).toBe('expired');
  expect(await harness.kept(row.id)).toEqual([]);
  expect((await store.sandboxOf(learner))?.expiredAt).not.toBeNull();
  const fresh = await sandboxes.open(learner, { signal: signal() });
  expect(fresh.row.id).not.toBe(row.id);
});

test('a command that runs in a terminal keeps it awake, for a time', async () => {
  const { fleet, sandboxes } = process();
  const { row, sandbox } = await sandboxes.open(await newLearner(), { signal: signal() });
  const shells = await HolderTestClient.greet(await sandbox.dial({ kind: 'shells' }, signal()));
  await shells.open(0, 'main');
  shells.type(0, 'echo be""gun; sleep 987\r');
  await shells.untilText(0, 'begun');
  for (let quarter = 0; quarter < 4; quarter += 1) {
    now += 15 * MINUTE;
    await fleet.tick();
    expect(await stateOf(row.id), `after ${quarter + 1} quarters of an hour`).toBe('running');
  }
  now += 15 * MINUTE;
  await fleet.tick();
  expect(await stateOf(row.id)).toBe('paused');
});

test('when all places are taken the next waits in the line until somebody has been away', async () => {
  const { fleet, sandboxes } = process({ limit: 1 });
  const first = await sandboxes.open(await newLearner(), { signal: signal() });
  const page = fleet.attend(first.row.id);
  const told: Waiting[] = [];
  const second = sandboxes.open(await newLearner(), { signal: signal(), onWaiting: (waiting) => told.push(waiting) });
  await expect.poll(() => told.at(-1)).toEqual({ place: 1, expectedMs: 15 * MINUTE });
  now += 10 * MINUTE;
  await fleet.tick();
  expect(told.at(-1)).toEqual({ place: 1, expectedMs: 5 * MINUTE });
  expect(await stateOf(first.row.id)).toBe('running');
  expect(fleet.count()).toMatchObject({ limit: 1, waiting: 1 });
  // Its page is closed, and nobody has typed for two minutes.
  page[Symbol.dispose]();
  await fleet.tick();
  const { row } = await second;
  expect(await stateOf(first.row.id)).toBe('stopped');
  expect(await stateOf(row.id)).toBe('running');
});

test('a learner who leaves the line gets no sandbox', async () => {
  const { fleet, sandboxes } = process({ limit: 1 });
  await sandboxes.open(await newLearner(), { signal: signal() });
  const leaving = new AbortController();
  const waiting = sandboxes.open(await newLearner(), { signal: leaving.signal });
  const left = expect(waiting).rejects.toThrow('gone');
  await expect.poll(() => fleet.count().waiting).toBe(1);
  leaving.abort(new Error('gone'));
  await left;
  expect(await harness.host.list()).toHaveLength(1);
});

test('an orderly end pauses, the next process takes over, and what was running goes on', async () => {
  const learner = await newLearner();
  const before = process();
  const { row, sandbox } = await before.sandboxes.open(learner, { signal: signal() });
  const running = await shell(sandbox, 'setsid sleep 987 < /dev/null > /dev/null 2>&1 & echo $!');
  await before.fleet[Symbol.asyncDispose]();
  expect(await stateOf(row.id)).toBe('paused');
  const after = process();
  await after.fleet.reconcile();
  expect(await after.fleet.reap()).toEqual([]);
  expect(after.fleet.count()).toMatchObject({ paused: 1, ready: 0 });
  const again = await after.sandboxes.open(learner, { signal: signal() });
  expect(await shell(again.sandbox, 'pgrep -x sleep')).toBe(running);
});

test('after a process was killed, what is owned is taken over as it runs, and what is nobody’s is removed', async () => {
  const learner = await newLearner();
  const killed = process({ pool: { min: 1, max: 1 } });
  const { row, sandbox } = await killed.sandboxes.open(learner, { signal: signal() });
  const running = await shell(sandbox, 'setsid sleep 987 < /dev/null > /dev/null 2>&1 & echo $!');
  await killed.fleet.tick();
  await expect.poll(() => killed.fleet.count().warm, { timeout: 20_000 * patience }).toBe(1);
  // Nothing of it is called any more.
  const after = process();
  await after.fleet.reconcile();
  expect(await after.fleet.reap()).toHaveLength(1);
  expect(await harness.host.list()).toEqual([{ id: row.id, state: 'running' }]);
  expect(after.fleet.count()).toMatchObject({ ready: 1, warm: 0 });
  const again = await after.sandboxes.open(learner, { signal: signal() });
  expect(await shell(again.sandbox, 'pgrep -x sleep')).toBe(running);
});

test('a process that was overtaken by another leaves the sandbox alone', async () => {
  const learner = await newLearner();
  const old = process();
  const { row } = await old.sandboxes.open(learner, { signal: signal() });
  now += 15 * MINUTE;
  await old.fleet.tick();
  expect(await stateOf(row.id)).toBe('paused');
  const young = process();
  await young.sandboxes.open(learner, { signal: signal() });
  now += 60 * MINUTE;
  await old.fleet.tick();
  expect(await stateOf(row.id)).toBe('running');
});

test('a sandbox that is given up in the middle of its launch is nobody’s afterwards', async () => {
  const learner = await newLearner();
  const { fleet, sandboxes } = process();
  const launching = sandboxes.open(learner, { signal: signal() });
  let id: SandboxId | undefined;
  await expect.poll(async () => (id = (await store.sandboxOf(learner))?.id)).toBeDefined();
  await sandboxes.startOver(learner);
  await launching.catch(() => {});
  const fresh = await sandboxes.open(learner, { signal: signal() });
  expect(fresh.row.id).not.toBe(id);
  await expect.poll(() => harness.kept(id as SandboxId), { timeout: 10_000 * patience }).toEqual([]);
  expect(await shell(fresh.sandbox, 'echo here')).toBe('here');
  expect(fleet.count().ready).toBe(1);
});

test('one that was killed behind our back is seen, gives its place free, and comes back with its files', async () => {
  const learner = await newLearner();
  const { fleet, sandboxes } = process({ limit: 1 });
  const { row, sandbox } = await sandboxes.open(learner, { signal: signal() });
  await shell(sandbox, 'echo kept > file; sync');
  const lives: string[] = [];
  fleet.listen(row.id, ({ kind }) => lives.push(kind));
  await harness.kill(row.id);
  await expect.poll(() => stateOf(row.id)).toBe('stopped');
  await fleet.reconcile();
  expect(lives).toEqual(['stopped']);
  expect(fleet.count()).toMatchObject({ ready: 0, stopped: 1 });
  await sandboxes.open(await newLearner(), { signal: signal() });
  now += 3 * MINUTE;
  const back = await sandboxes.open(learner, { signal: signal() });
  expect(await shell(back.sandbox, 'cat file')).toBe('kept');
});

test('starting over gives a sandbox as on the first day, and removes the old one', async () => {
  const learner = await newLearner();
  const { sandboxes } = process();
  const { row, sandbox } = await sandboxes.open(learner, { signal: signal() });
  await shell(sandbox, 'echo old > file');
  await sandboxes.startOver(learner);
  const fresh = await sandboxes.open(learner, { signal: signal() });
  expect(fresh.row.id).not.toBe(row.id);
  expect(fresh.row.previewId).not.toBe(row.previewId);
  expect(await shell(fresh.sandbox, 'ls file')).toContain('No such file');
  await expect.poll(() => harness.kept(row.id), { timeout: 10_000 * patience }).toEqual([]);
});

test('a reset empties the engine and takes the exercise’s folder aside, and nothing else', async () => {
  const learner = await newLearner();
  const { sandboxes } = process();
  const { row, sandbox } = await sandboxes.open(learner, { signal: signal() });
  await shell(sandbox, 'mkdir web-app other; echo mine > web-app/file; echo kept > other/file');
  await shell(
    sandbox,
    'tar -c other | docker import - made:1; docker volume create made; docker create --name made made:1 x',
  );
  expect(await shell(sandbox, 'docker images -q | wc -l; docker ps -aq | wc -l')).toBe('1\n1');
  await sandboxes.resetExercise(learner, 'web-app');
  const back = await sandboxes.open(learner, { signal: signal() });
  expect(back.row.id).toBe(row.id);
  expect(await shell(back.sandbox, 'ls -d web-app; cat .before-reset/web-app/file other/file')).toMatch(
    /No such file or directory\nmine\nkept|mine\nkept/,
  );
  expect(await shell(back.sandbox, 'docker images -q; docker ps -aq; docker volume ls -q')).toBe('');
  // What the engine had is deleted by its next start, behind the learner's first command.
  await expect
    .poll(() => shell(back.sandbox, 'ls -A .local/share | grep -c old'), { timeout: 10_000 * patience })
    .toBe('0');
});

test('files are packed without the engine’s data, and only where there is a sandbox', async () => {
  const learner = await newLearner();
  const { sandboxes } = process();
  expect(await sandboxes.packFiles(learner, signal())).toBeUndefined();
  const { sandbox } = await sandboxes.open(learner, { signal: signal() });
  await shell(sandbox, 'mkdir web-app; echo mine > web-app/index.html; docker version');
  const packed = await sandboxes.packFiles(learner, signal());
  const chunks: Buffer[] = [];
  for await (const chunk of packed ?? []) chunks.push(chunk as Buffer);
  const list = await sandbox.exec(['tar', '-tz'], { signal: signal(), stdin: Buffer.concat(chunks) });
  expect(list.stdout.toString()).toContain('./web-app/index.html');
  expect(list.stdout.toString()).not.toContain('share/docker');
});
