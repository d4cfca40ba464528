import { expect, test } from 'vitest';
import { SandboxesFullError } from '../sandbox/errors.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { Places, type Waiting } from './places.ts';

const never = new AbortController().signal;

function places({ limit = 1, makeRoom = async () => {} }: { limit?: number; makeRoom?: () => Promise<void> } = {}) {
  return new Places({
    limit: () => limit,
    makeRoom,
    expectedMs: (place) => place * 1_000,
    onError: (error) => {
      throw error;
    },
  });
}

test('who comes while there is a place gets it', async () => {
  const all = places({ limit: 2 });
  await all.hold(newSandboxId(), never);
  await all.hold(newSandboxId(), never);
  expect(all).toMatchObject({ held: 2, waiting: 0, spare: 0 });
});

test('a sandbox that has a place needs no other', async () => {
  const all = places();
  const id = newSandboxId();
  await all.hold(id, never);
  await all.hold(id, never);
  expect(all.held).toBe(1);
});

test('the others wait in a line, and are told their place as it changes', async () => {
  const all = places();
  const [first, second, third] = [newSandboxId(), newSandboxId(), newSandboxId()];
  await all.hold(first, never);
  const told: Waiting[] = [];
  const order: string[] = [];
  const waits = [
    all.hold(second, never).then(() => order.push('second')),
    all.hold(third, never, (waiting) => told.push(waiting)).then(() => order.push('third')),
  ];
  expect(told.at(-1)).toEqual({ place: 2, expectedMs: 2_000 });
  all.release(first);
  await waits[0];
  expect(told.at(-1)).toEqual({ place: 1, expectedMs: 1_000 });
  all.release(second);
  await waits[1];
  expect(order).toEqual(['second', 'third']);
});

test('two who wait for one sandbox take one place', async () => {
  const all = places();
  const [first, second] = [newSandboxId(), newSandboxId()];
  await all.hold(first, never);
  const waits = [all.hold(second, never), all.hold(second, never)];
  expect(all.waiting).toBe(2);
  all.release(first);
  await Promise.all(waits);
  expect(all).toMatchObject({ held: 1, waiting: 0 });
});

test('who leaves the line frees the place in it', async () => {
  const all = places();
  await all.hold(newSandboxId(), never);
  const leaving = new AbortController();
  const told: Waiting[] = [];
  const left = expect(all.hold(newSandboxId(), leaving.signal)).rejects.toThrow('gone');
  void all.hold(newSandboxId(), never, (waiting) => told.push(waiting));
  expect(told.at(-1)?.place).toBe(2);
  leaving.abort(new Error('gone'));
  await left;
  expect(told.at(-1)?.place).toBe(1);
});

test('while somebody waits, room is made, and nothing is spare', async () => {
  const [first, second] = [newSandboxId(), newSandboxId()];
  const all: Places = places({ makeRoom: async () => all.release(first) });
  await all.hold(first, never);
  await all.hold(second, never);
  expect(all).toMatchObject({ held: 1, waiting: 0 });
});

test('what is up already is counted, and lets nobody in', async () => {
  const all = places();
  all.adopt(newSandboxId());
  all.adopt(newSandboxId());
  expect(all.tryHold(newSandboxId())).toBe(false);
  expect(all).toMatchObject({ held: 2, spare: 0 });
});

test('a line without end is refused', async () => {
  const all = places();
  await all.hold(newSandboxId(), never);
  for (let count = 0; count < 500; count += 1) void all.hold(newSandboxId(), never);
  await expect(all.hold(newSandboxId(), never)).rejects.toThrow(SandboxesFullError);
});
