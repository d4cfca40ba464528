import { expect, test } from 'vitest';
import { publicHosts, whatWasAsked } from './hosts.ts';

test.each([
  ['registry.internal', { kind: 'own' }],
  ['Registry.Internal:443', { kind: 'own' }],
  ['index.docker.io', { kind: 'hub', isMirror: false }],
  ['gcr.io', { kind: 'elsewhere', host: 'gcr.io' }],
])('%s is asked for what it is', (host, asked) => {
  expect(whatWasAsked(host)).toEqual(asked);
});

test('other names are none of the gateway’s', () => {
  for (const host of ['', 'example.org', 'evil.gcr.io', 'registry.internal.example.org']) {
    expect(whatWasAsked(host)).toBeUndefined();
  }
});

test('every public name that leads here is answered', () => {
  for (const host of publicHosts) expect(whatWasAsked(host)).toBeDefined();
});
