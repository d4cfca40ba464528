import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShellMarks } from './shell-marks.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const stream =
  'before\x1b[31mred\x1b]633;A\x07$ \x1b]0;title\x07ls\r\n\x1b]633;D;2\x1b\\after\x1b]633;D\x07\x1b]633;D;0\x07';

test('finished commands are found with their exit codes', () => {
  expect(new ShellMarks().feed(bytes(stream))).toEqual([
    { text: '', exitCode: 2 },
    { text: '', exitCode: undefined },
    { text: '', exitCode: 0 },
  ]);
});

test('a finished command comes with its text, as it was typed', () => {
  const command = (escaped: string) => `\x1b]633;E;${escaped}\x07\x1b]633;C\x07output\x1b]633;D;0\x07`;
  const textOf = (escaped: string) => new ShellMarks().feed(bytes(command(escaped)))[0]?.text;
  expect(textOf('docker build -t köln:1 .')).toBe('docker build -t köln:1 .');
  expect(textOf('echo a\\x3b echo b\\x0aecho \\\\x3b')).toBe('echo a; echo b\necho \\x3b');
  // VS Code's shells add a word by which they know their own.
  expect(textOf('ls;nonce')).toBe('ls');
  expect(textOf(`${'x'.repeat(999)}🐳${'y'.repeat(9_000)}`)).toHaveLength(1_000);
});

test('a command without a text is not given that of the one before', () => {
  const marks = new ShellMarks();
  const found = marks.feed(bytes('\x1b]633;E;ls\x07\x1b]633;D;0\x07\x1b]633;D;1\x07'));
  expect(found).toEqual([
    { text: 'ls', exitCode: 0 },
    { text: '', exitCode: 1 },
  ]);
});

/** What the sandbox's shell writes around a command, with what it says of itself behind each. */
const visit = [
  ['\x1b]633;P;Cwd=/home\x07\x1b[?2004h\x1b]633;A\x07\x1b[32m$ \x1b]633;B\x07', 'prompt', true],
  ['if true\r\n\x1b[?2004l\r\x1b[?2004h\x1b]633;F\x07> \x1b]633;G\x07', 'continuation', true],
  ['then vim; fi\r\n\x1b[?2004l\r\x1b]633;E;vim\x07\x1b]633;C\x07\x1b[?1049;2004h', 'running', true],
  ['text\x1b[?2004;1049l\x1b]633;P;DurationMs=5\x07\x1b]633;D;0\x07', 'running', false],
  ['\x1b]633;P;Cwd=/home\x07my own prompt> ', 'prompt', false],
] as const;

test('what the shell waits for is followed, and whether pastes are marked', () => {
  const marks = new ShellMarks();
  expect(marks.phase).toBe('unknown');
  for (const [output, phase, takesPastes] of visit) {
    marks.feed(bytes(output));
    expect(marks).toMatchObject({ phase, takesPastes });
  }
});

test('the same is found however the stream is cut', () => {
  const whole = bytes(visit.map(([output]) => output).join('') + stream);
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length)), (cuts) => {
      const marks = new ShellMarks();
      const edges = [0, ...cuts.sort((one, other) => one - other), whole.length];
      const found = edges.slice(1).flatMap((edge, index) => [...marks.feed(whole.subarray(edges[index], edge))]);
      expect(found).toEqual([
        { text: 'vim', exitCode: 0 },
        { text: '', exitCode: 2 },
        { text: '', exitCode: undefined },
        { text: '', exitCode: 0 },
      ]);
      expect(marks.phase).toBe('prompt');
    }),
  );
});

test('a sequence without end neither grows nor hides what follows it', () => {
  const marks = new ShellMarks();
  expect(marks.feed(bytes(`\x1b]${'x'.repeat(100_000)}`))).toEqual([]);
  expect(marks.feed(bytes('\x07\x1b]633;D;0\x07'))).toEqual([{ text: '', exitCode: 0 }]);
});
