import { expect, test } from 'vitest';
import { defaultMaxSandboxes, placesNow } from './capacity.ts';

const GIB = 1024 ** 3;
const roomy = { memoryTotalBytes: 24 * GIB, memoryAvailableBytes: 20 * GIB, diskFreeBytes: 50 * GIB };

test('a small server of 24 GiB carries more than two hundred', () => {
  expect(defaultMaxSandboxes(24 * GIB)).toBeGreaterThan(200);
  expect(defaultMaxSandboxes(24 * GIB)).toBeLessThan(250);
});

test('the smallest machine carries one', () => {
  expect(defaultMaxSandboxes(GIB / 2)).toBe(1);
});

test('as long as there is room, the setting decides', () => {
  expect(placesNow(roomy, 10, 60)).toBe(60);
});

test.each([
  ['memory', { ...roomy, memoryAvailableBytes: GIB }],
  ['disk', { ...roomy, diskFreeBytes: GIB }],
])('when %s comes to its end, there is no place more than those taken', (_, room) => {
  expect(placesNow(room, 10, 60)).toBe(10);
  expect(placesNow(room, 70, 60)).toBe(60);
});
