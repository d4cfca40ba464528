import { expect, test } from 'vitest';
import { hasForegroundCommand } from './foreground-command.ts';

// `ps -eo pid=,sid=,stat=` in a sandbox: tini, a waiting engine, dtach with a shell at its prompt, and an attached client.
const AT_THE_PROMPT = `      1       1 Ss
      7       1 S
     22      22 Ss
     23      23 Ss+
     31      31 Ss+
     40      40 Rs`;

test('a shell at its prompt runs no command', () => {
  expect(hasForegroundCommand(AT_THE_PROMPT)).toBe(false);
});

test('a command that the shell waits for does', () => {
  expect(hasForegroundCommand(`${AT_THE_PROMPT.replace('Ss+', 'Ss')}\n     55      23 S+`)).toBe(true);
});

test('one in the background does not', () => {
  expect(hasForegroundCommand(`${AT_THE_PROMPT}\n     55      23 S`)).toBe(false);
});
