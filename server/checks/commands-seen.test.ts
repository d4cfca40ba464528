import { expect, test } from 'vitest';
import { sandboxIdSchema } from '../../src/shared/ids.ts';
import { CommandsSeen } from './commands-seen.ts';

const ada = sandboxIdSchema.parse('a'.repeat(16));
const ben = sandboxIdSchema.parse('b'.repeat(16));

test('each sandbox’s commands are kept in order, the newest 200 of them', () => {
  const seen = new CommandsSeen();
  for (let count = 0; count < 450; count += 1) seen.add(ada, { text: `echo ${count}`, exitCode: 0 });
  seen.add(ben, { text: 'ls', exitCode: undefined });
  expect(seen.of(ada)).toHaveLength(200);
  expect(seen.of(ada).at(0)).toEqual({ text: 'echo 250', exitCode: 0 });
  expect(seen.of(ada).at(-1)).toEqual({ text: 'echo 449', exitCode: 0 });
  expect(seen.of(ben)).toEqual([{ text: 'ls', exitCode: undefined }]);
});

test('what is long is cut, and never in the middle of a character', () => {
  const seen = new CommandsSeen();
  seen.add(ada, { text: `${'x'.repeat(999)}🐳 and more`, exitCode: 1 });
  const [command] = seen.of(ada);
  expect(command?.text).toHaveLength(1_000);
  expect(command?.text.isWellFormed()).toBe(true);
});

test('what a shell remembers comes before what is known, once', () => {
  const seen = new CommandsSeen();
  const command = (text: string) => ({ text, exitCode: 0 });
  seen.add(ada, command('newest'));
  seen.remember(ada, [command('older'), command('newest')]);
  seen.remember(ada, [command('older'), command('newest')]);
  expect(seen.of(ada).map(({ text }) => text)).toEqual(['older', 'newest']);
});

test('what belongs to nobody is forgotten', () => {
  const seen = new CommandsSeen();
  seen.add(ada, { text: 'ls', exitCode: 0 });
  seen.add(ben, { text: 'ls', exitCode: 0 });
  seen.tidy(new Set([ben]));
  expect([seen.of(ada).length, seen.of(ben).length]).toEqual([0, 1]);
});
