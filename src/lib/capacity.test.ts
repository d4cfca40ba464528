import { expect, test } from 'vitest';
import type { Capacity } from '../shared/views.ts';
import { adviseOn, describeBytes, freePlaces } from './capacity.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const roomy: Capacity = {
  limit: 40,
  ready: 10,
  paused: 5,
  warm: 2,
  stopped: 7,
  waiting: 0,
  host: {
    memoryTotalBytes: 24 * GIB,
    memoryAvailableBytes: 12 * GIB,
    diskTotalBytes: 100 * GIB,
    diskFreeBytes: 60 * GIB,
    minMemoryAvailableBytes: 1124 * MIB,
    minDiskFreeBytes: 2 * GIB,
  },
};
const hostWith = (change: Partial<NonNullable<Capacity['host']>>): Capacity['host'] =>
  roomy.host && { ...roomy.host, ...change };

const kinds = (change: Partial<Capacity>) => adviseOn({ ...roomy, ...change }).map(({ kind }) => kind);

test('with room for the next learner nothing has to be done', () => {
  expect(kinds({})).toEqual([]);
  expect(freePlaces(roomy)).toBe(23);
});

test('all places taken is full only where nobody would give way', () => {
  expect(kinds({ ready: 35, paused: 3, warm: 2 })).toEqual([]);
  expect(kinds({ ready: 37, paused: 3, warm: 0 })).toEqual(['crowded']);
  expect(kinds({ ready: 40, paused: 0, warm: 0 })).toEqual(['full']);
});

test('a line of learners is full, whatever the counts of the moment say', () => {
  expect(kinds({ waiting: 1 })).toEqual(['full']);
});

test('a limit that was lowered leaves no free places, and not less than none', () => {
  expect(freePlaces({ ...roomy, limit: 12 })).toBe(0);
});

test.each([
  ['memoryAvailableBytes', 1124, 'memory'],
  ['diskFreeBytes', 2048, 'disk'],
] as const)('%s below %s MiB keeps new ones from starting', (figure, mib, kind) => {
  expect(kinds({ host: hostWith({ [figure]: mib * MIB }) })).toEqual([]);
  expect(kinds({ host: hostWith({ [figure]: mib * MIB - 1 }) })).toEqual([kind]);
});

test('where memory or disk is what fills it, more places would not help', () => {
  const change = { ready: 40, paused: 0, warm: 0, host: hostWith({ diskFreeBytes: GIB }) };
  expect(kinds(change)).toEqual(['disk']);
});

test('says that the host can’t be asked', () => {
  expect(kinds({ host: null })).toEqual(['unknown']);
});

test('bytes are said in GiB', () => {
  expect(describeBytes(12.34 * GIB)).toBe('12.3 GiB');
  expect(describeBytes(140 * GIB)).toBe('140 GiB');
});
