import { expect, test } from 'vitest';
import { describeUse, loginCommand } from './registry-login.ts';

const MIB = 1024 ** 2;

test('the command to log in names account and registry, and nothing that is secret', () => {
  expect(loginCommand({ address: 'registry.internal', account: 'calm-heron' })).toBe(
    'docker login --username calm-heron registry.internal',
  );
});

test.each([
  [0, 512 * MIB, 'None of 512 MiB used yet.'],
  [1, 512 * MIB, 'less than 0.1 MiB of 512 MiB used.'],
  [12.34 * MIB, 512 * MIB, '12.3 MiB of 512 MiB used.'],
  [40 * MIB, 512 * MIB, '40 MiB of 512 MiB used.'],
  [511.9 * MIB, 2048 * MIB, '512 MiB of 2048 MiB used.'],
  [512 * MIB, 512 * MIB, '512 MiB of 512 MiB used. Nothing more can be pushed until you empty it.'],
])('%d of %d bytes: %s', (usedBytes, quotaBytes, text) => {
  expect(describeUse({ usedBytes, quotaBytes })).toBe(text);
});
