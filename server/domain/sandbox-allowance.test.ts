import { expect, test } from 'vitest';
import { allowanceOf, mostLimits } from './sandbox-allowance.ts';

const MIB = 1024 ** 2;
const most = { memoryBytes: 2048 * MIB, cpus: 1.5, internet: 'open' } as const;
const nothing = { limits: null, internet: null };

test('a class has what it says', () => {
  const said = { limits: { memoryMib: 512, cpus: 0.5 }, internet: 'registry-only' } as const;
  expect(allowanceOf(said, most)).toEqual({ memoryBytes: 512 * MIB, cpus: 0.5, internet: 'registry-only' });
});

test('a class that says nothing has what the installation allows', () => {
  expect(allowanceOf(nothing, most)).toEqual(most);
  expect(allowanceOf(nothing, { ...most, internet: 'registry-only' }).internet).toBe('registry-only');
});

test('an installation that allows less than before is obeyed, each limit for itself', () => {
  const limitsOf = (limits: { memoryMib: number; cpus: number }) => allowanceOf({ ...nothing, limits }, most);
  expect(limitsOf({ memoryMib: 4096, cpus: 0.5 })).toEqual({ ...most, cpus: 0.5 });
  expect(limitsOf({ memoryMib: 512, cpus: 8 })).toEqual({ ...most, memoryBytes: 512 * MIB });
});

test('a class is open where the installation is, and nowhere else', () => {
  const open = { ...nothing, internet: 'open' } as const;
  expect(allowanceOf(open, most).internet).toBe('open');
  expect(allowanceOf(open, { ...most, internet: 'registry-only' }).internet).toBe('registry-only');
});

test('the most is told as it is written', () => {
  expect(mostLimits(most)).toEqual({ memoryMib: 2048, cpus: 1.5 });
});
