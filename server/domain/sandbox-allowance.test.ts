import { expect, test } from 'vitest';
import { allowanceOf, mostLimits } from './sandbox-allowance.ts';

const MIB = 1024 ** 2;
const most = { memoryBytes: 2048 * MIB, cpus: 1.5 };

test('a class has what it says', () => {
  expect(allowanceOf({ memoryMib: 512, cpus: 0.5 }, most)).toEqual({ memoryBytes: 512 * MIB, cpus: 0.5 });
});

test('a class that says nothing has what the installation allows', () => {
  expect(allowanceOf(null, most)).toEqual(most);
});

test('an installation that allows less than before is obeyed, each limit for itself', () => {
  expect(allowanceOf({ memoryMib: 4096, cpus: 0.5 }, most)).toEqual({ memoryBytes: 2048 * MIB, cpus: 0.5 });
  expect(allowanceOf({ memoryMib: 512, cpus: 8 }, most)).toEqual({ memoryBytes: 512 * MIB, cpus: 1.5 });
});

test('the most is told as it is written', () => {
  expect(mostLimits(most)).toEqual({ memoryMib: 2048, cpus: 1.5 });
});
