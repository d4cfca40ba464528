import { expect, test } from 'vitest';
import { type SandboxId, sandboxIdSchema } from '../../src/shared/ids.ts';
import { createInternetPolicies } from './internet-policies.ts';

const [ada, ben] = ['a', 'b'].map((letter) => sandboxIdSchema.parse(letter.repeat(16))) as [SandboxId, SandboxId];
const signal = new AbortController().signal;
const run = (address: string, startedAt = '2026-01-05T09:00:00.000Z') => ({ address, startedAt });

/** A packet filter that says who is open, and how often it was asked to change. */
function createDoor() {
  const open = new Set<string>();
  const door = { open, changes: 0, isBroken: false };
  const policies = createInternetPolicies({
    async set(address, access) {
      if (door.isBroken) throw new Error('The gateway is down.');
      door.changes += 1;
      if (access === 'open') open.add(address);
      else open.delete(address);
    },
  });
  return { door, policies };
}

test('the packet filter is asked when a sandbox starts or its policy changes, and not with each page', async () => {
  const { door, policies } = createDoor();
  policies.set(ada, 'open');
  await policies.hold(ada, run('10.0.0.2'), true, signal);
  policies.set(ada, 'open');
  await policies.hold(ada, run('10.0.0.2'), false, signal);
  expect(door).toMatchObject({ open: new Set(['10.0.0.2']), changes: 1 });
  policies.set(ada, 'registry-only');
  await policies.hold(ada, run('10.0.0.2'), false, signal);
  expect(door).toMatchObject({ open: new Set(), changes: 2 });
  await policies.hold(ada, run('10.0.0.2', '2026-01-05T10:00:00.000Z'), true, signal);
  expect(door.changes).toBe(3);
});

test('a sandbox of which nothing was said is closed when it starts, and as it was when it runs on', async () => {
  const { door, policies } = createDoor();
  door.open.add('10.0.0.2').add('10.0.0.3');
  await policies.hold(ada, run('10.0.0.2'), true, signal);
  await policies.hold(ben, run('10.0.0.3'), false, signal);
  expect(door).toMatchObject({ open: new Set(['10.0.0.3']), changes: 1 });
});

test('an address is given back with its sandbox, or when that starts with another', async () => {
  const { door, policies } = createDoor();
  policies.set(ada, 'open');
  await policies.hold(ada, run('10.0.0.2'), true, signal);
  await policies.hold(ada, run('10.0.0.4', '2026-01-05T10:00:00.000Z'), true, signal);
  expect(door.open).toEqual(new Set(['10.0.0.4']));
  await policies.forget(ada, signal);
  expect(door.open).toEqual(new Set());
});

test('whoever had an address before does not close it for who has it now', async () => {
  const { door, policies } = createDoor();
  for (const id of [ada, ben]) policies.set(id, 'open');
  await policies.hold(ada, run('10.0.0.2'), true, signal);
  await policies.hold(ben, run('10.0.0.2', '2026-01-05T10:00:00.000Z'), true, signal);
  await policies.hold(ada, run('10.0.0.3', '2026-01-05T11:00:00.000Z'), true, signal);
  expect(door.open).toEqual(new Set(['10.0.0.2', '10.0.0.3']));
});

test('where the packet filter can’t be changed that is said, and it is tried again', async () => {
  const { door, policies } = createDoor();
  policies.set(ada, 'open');
  await policies.hold(ada, run('10.0.0.2'), true, signal);
  policies.set(ada, 'registry-only');
  door.isBroken = true;
  await expect(policies.hold(ada, run('10.0.0.2'), false, signal)).rejects.toThrow('is down');
  await expect(policies.hold(ada, run('10.0.0.2'), false, signal)).rejects.toThrow('is down');
  door.isBroken = false;
  await policies.hold(ada, run('10.0.0.2'), false, signal);
  expect(door.open).toEqual(new Set());
});
