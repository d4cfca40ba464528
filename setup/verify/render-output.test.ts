import { expect, test } from 'vitest';
import { renderOutput, TERMINAL_SIZE } from './render-output.ts';

const render = (text: string) => renderOutput(Buffer.from(text));

test('lines, without colours and the spaces at their ends', async () => {
  expect(await render('a  \r\n\x1b[1;32mgreen\x1b[0m\r\n\r\nb\r\n')).toEqual(['a', 'green', '', 'b']);
});

test('nothing is no line', async () => {
  expect(await render('')).toEqual([]);
});

test('what is drawn again stands as it was left', async () => {
  expect(await render('10 %\r50 %\r100 %\x1b[K\r\ndone\r\n')).toEqual(['100 %', 'done']);
  expect(await render('a: 1\r\nb: 1\r\n\x1b[2A\x1b[2Ka: 2\r\n\x1b[2Kb: 2\r\n')).toEqual(['a: 2', 'b: 2']);
});

test('what begins by going up a line, as a build does, and what clears the screen', async () => {
  expect(await render('\x1b[1A\x1b[1B\x1b[0Gbuilding\r\n')).toEqual(['building']);
  expect(await render('a\r\n\x1b[2J\x1b[Htop\r\n')).toEqual(['top']);
});

test('a long line is one line', async () => {
  const long = 'word '.repeat(40).trim();
  expect(await render(`${long}\r\nnext\r\n`)).toEqual([long, 'next']);
  const full = 'x'.repeat(TERMINAL_SIZE.cols);
  expect(await render(`${full}\r\nnext\r\n`)).toEqual([full, 'next']);
});

test('more lines than the screen has are all there', async () => {
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
  expect(await render(lines.join('\r\n'))).toEqual(lines);
});

test('letters beyond ASCII, wide ones too', async () => {
  expect(await render('daemon… ⚓ 船\r\n')).toEqual(['daemon… ⚓ 船']);
});
