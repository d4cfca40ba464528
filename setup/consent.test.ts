import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createConsent } from './consent.ts';

const { signal } = new AbortController();

function consent(options: { yes?: boolean; terminal: boolean; withoutTerminal?: boolean; typed?: string }) {
  const input = Object.assign(new PassThrough(), { isTTY: options.terminal });
  if (options.typed !== undefined) input.end(options.typed);
  return createConsent({
    yes: options.yes ?? false,
    input,
    output: new PassThrough(),
    withoutTerminal: options.withoutTerminal ?? true,
    signal,
  })('Install it?');
}

test('--yes agrees without asking', async () => {
  expect(await consent({ yes: true, terminal: true })).toBe(true);
});

test('nobody to ask', async () => {
  expect(await consent({ terminal: false, withoutTerminal: true })).toBe(true);
  expect(await consent({ terminal: false, withoutTerminal: false })).toBe(false);
});

test.each([
  ['y\n', true],
  ['Yes\n', true],
  ['\n', false],
  ['no\n', false],
  ['yesterday\n', false],
])('on a terminal %j is %s', async (typed, agreed) => {
  expect(await consent({ terminal: true, typed })).toBe(agreed);
});
