import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlockOutput, MAX_OUTPUT_BYTES } from './block-output.ts';

const osc = (text: string) => `\x1b]633;${text}\x07`;
const stream = [
  '\x1b[7mecho ü; false\x1b[27m\r\n',
  osc('E;echo ü\\x3b'),
  osc('C'),
  '\x1b[1mü\x1b[0m\r\nhalf \x1b]633',
  'x;\r\n',
  osc('P;DurationMs=4'),
  osc('D;0'),
  osc('P;Cwd=/home/learner'),
  osc('E;false'),
  osc('C'),
  osc('P;DurationMs=1'),
  osc('D;1'),
  osc('P;Cwd=/home/learner'),
  osc('A'),
  'learner:~$ ',
  osc('B'),
].join('');
const bytes = Buffer.from(stream);

test('keeps what commands print, and how they end', () => {
  const output = new BlockOutput();
  output.feed(bytes);
  expect(output.isOver).toBe(true);
  expect(output.bytes.toString()).toBe('\x1b[1mü\x1b[0m\r\nhalf \x1b]633x;\r\n');
  expect(output.ended).toEqual([
    { text: 'echo ü;', exitCode: 0 },
    { text: 'false', exitCode: 1 },
  ]);
});

test('reads the same however it is cut', () => {
  const cuts = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, (places) => {
      const output = new BlockOutput();
      const sorted = [0, ...places.sort((a, b) => a - b), bytes.length];
      sorted.slice(1).forEach((to, index) => output.feed(bytes.subarray(sorted[index], to)));
      expect(output.isOver).toBe(true);
      expect(output.bytes.toString()).toBe('\x1b[1mü\x1b[0m\r\nhalf \x1b]633x;\r\n');
      expect(output.ended).toHaveLength(2);
    }),
  );
});

test('of commands that are typed together, each that fails is told, and once', () => {
  const output = new BlockOutput();
  const marks = [
    'E;cat x',
    'C',
    'P;Failed=1',
    'E;echo',
    'C',
    'E;exit 3',
    'C',
    'P;Failed=3',
    'P;DurationMs=1',
    'D;3',
    'B',
  ];
  output.feed(Buffer.from(marks.map(osc).join('')));
  expect(output.ended).toEqual([
    { text: 'cat x', exitCode: 1 },
    { text: 'exit 3', exitCode: 3 },
  ]);
});

test('a prompt that is drawn again before anything ran is no end', () => {
  const output = new BlockOutput();
  output.feed(Buffer.from(osc('B')));
  expect(output.isOver).toBe(false);
  output.feed(Buffer.from(osc('C') + osc('D;0')));
  expect(output.isOver).toBe(false);
  output.feed(Buffer.from(osc('A') + osc('B')));
  expect(output.isOver).toBe(true);
});

test('a flood is cut, and said to be one', () => {
  const output = new BlockOutput();
  output.feed(Buffer.from(osc('C')));
  for (let n = 0; n < 40; n += 1) output.feed(Buffer.alloc(64 * 1024, 'a'));
  expect(output.isTooLong).toBe(true);
  expect(output.bytes.length).toBeLessThan(2 * MAX_OUTPUT_BYTES);
});
