import { expect, test } from 'vitest';
import { CommandParser } from './command-parser.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const stream =
  'before\x1b[31mred\x1b]633;A\x07$ \x1b]0;title\x07ls\r\n\x1b]633;D;2\x1b\\after\x1b]633;D\x07\x1b]633;D;0\x07';

test('finished commands are found with their exit codes', () => {
  expect(new CommandParser().feed(bytes(stream))).toEqual([{ exitCode: 2 }, { exitCode: undefined }, { exitCode: 0 }]);
});

test('the same is found however the stream is cut in two', () => {
  const whole = bytes(stream);
  for (let cut = 0; cut <= whole.length; cut += 1) {
    const parser = new CommandParser();
    const found = [...parser.feed(whole.subarray(0, cut)), ...parser.feed(whole.subarray(cut))];
    expect(found).toEqual([{ exitCode: 2 }, { exitCode: undefined }, { exitCode: 0 }]);
  }
});

test('the same is found byte by byte', () => {
  const parser = new CommandParser();
  expect([...bytes(stream)].flatMap((byte) => parser.feed(Uint8Array.of(byte)))).toHaveLength(3);
});

test('a sequence without end neither grows nor hides what follows it', () => {
  const parser = new CommandParser();
  expect(parser.feed(bytes(`\x1b]${'x'.repeat(100_000)}`))).toEqual([]);
  expect(parser.feed(bytes('\x07\x1b]633;D;0\x07'))).toEqual([{ exitCode: 0 }]);
});
