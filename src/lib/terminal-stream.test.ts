import { expect, test } from 'vitest';
import { ACK_EVERY_BYTES } from '../shared/protocol/index.ts';
import { TerminalStream } from './terminal-stream.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test('rule 12: a first open has nothing, and clears nothing', () => {
  const stream = new TerminalStream();
  expect(stream.ask()).toBeNull();
  expect(stream.open(700)).toBe(false);
  expect(stream.ask()).toBe(700);
});

test('rules 10 and 12: output split anywhere and sent again over a new socket is drawn exactly once', () => {
  const whole = 'total 4\r\n-rw-r--r-- größe\r\n$ ';
  const bytes = encode(whole);
  for (let cut = 0; cut <= bytes.length; cut++) {
    for (const overlap of [0, 1, 5]) {
      const stream = new TerminalStream();
      stream.open(0);
      const first = stream.receive(0, bytes.subarray(0, cut));
      const start = Math.max(0, cut - overlap);
      const second = stream.receive(start, bytes.subarray(start));
      expect(text(new Uint8Array([...(first?.bytes ?? []), ...(second?.bytes ?? [])]))).toBe(whole);
      expect(second?.end).toBe(bytes.length);
    }
  }
});

test('rule 12: a reconnect that goes on where the output stopped keeps the screen', () => {
  const stream = new TerminalStream();
  stream.open(0);
  stream.receive(0, encode('abc'));
  expect(stream.ask()).toBe(3);
  expect(stream.open(3)).toBe(false);
});

test('rule 12: a server that no longer has the next byte clears the screen', () => {
  const stream = new TerminalStream();
  stream.open(0);
  stream.receive(0, encode('abc'));
  expect(stream.open(1_000)).toBe(true);
  expect(stream.receive(1_000, encode('d'))?.end).toBe(1_001);
});

test('a gap, or output before terminal.opened, can not be drawn', () => {
  const stream = new TerminalStream();
  expect(stream.receive(0, encode('a'))).toBeUndefined();
  stream.open(0);
  expect(stream.receive(1, encode('b'))).toBeUndefined();
});

test('rule 13: what is drawn is acknowledged at least every 64 KiB', () => {
  const stream = new TerminalStream();
  stream.open(0);
  let unacknowledged = 0;
  for (let offset = 0; offset < 1024 * 1024; offset += 1000) {
    const output = stream.receive(offset, new Uint8Array(1000));
    const acknowledged = stream.draw(output?.end ?? 0, output?.era ?? 0);
    unacknowledged = acknowledged === undefined ? unacknowledged + 1000 : 0;
    expect(unacknowledged).toBeLessThan(ACK_EVERY_BYTES);
  }
});

test('rule 13: the rest is acknowledged once the terminal is quiet, and only once', () => {
  const stream = new TerminalStream();
  stream.open(0);
  stream.receive(0, encode('abc'));
  expect(stream.draw(3, 0)).toBeUndefined();
  expect(stream.settle()).toBe(3);
  expect(stream.settle()).toBeUndefined();
});

test('what was received before a reconnect and is drawn after it is acknowledged to the new socket', () => {
  const stream = new TerminalStream();
  stream.open(0);
  stream.receive(0, new Uint8Array(10));
  stream.open(10);
  stream.draw(10, 0);
  expect(stream.settle()).toBeUndefined();
  stream.receive(10, new Uint8Array(5));
  stream.draw(15, 0);
  expect(stream.settle()).toBe(15);
});

test('rule 17: the next shell starts from nothing, on a clear screen', () => {
  const stream = new TerminalStream();
  stream.open(0);
  stream.receive(0, encode('exit\r\n'));
  stream.end();
  expect(stream.ask()).toBeNull();
  expect(stream.open(0)).toBe(true);
  expect(stream.receive(0, encode('$ '))?.end).toBe(2);
});

test('rule 12: what came between the question and its answer stays, and is not drawn twice', () => {
  const stream = new TerminalStream();
  stream.open(0);
  stream.receive(0, encode('abc'));
  expect(stream.ask()).toBe(3);
  stream.receive(3, encode('de'));
  expect(stream.open(3)).toBe(false);
  expect(text(stream.receive(3, encode('def'))?.bytes)).toBe('f');
});

test('rule 12: the same offset that nobody asked for, after more has come, is another beginning', () => {
  const stream = new TerminalStream();
  stream.open(0);
  stream.receive(0, encode('abc'));
  stream.ask();
  stream.open(3);
  stream.receive(3, encode('de'));
  expect(stream.open(3)).toBe(true);
});

test('rule 13: what is drawn late, on a screen that was cleared since, acknowledges nothing of the next', () => {
  const stream = new TerminalStream();
  stream.open(0);
  const before = stream.receive(0, new Uint8Array(40_000));
  expect(stream.open(10)).toBe(true);
  stream.receive(10, new Uint8Array(50_000));
  expect(stream.draw(before?.end ?? 0, before?.era ?? 0)).toBeUndefined();
  expect(stream.settle()).toBeUndefined();
});

test('rule 13: without a screen all that came is acknowledged', () => {
  const stream = new TerminalStream();
  stream.open(0);
  stream.receive(0, new Uint8Array(40));
  stream.drawAll();
  expect(stream.settle()).toBe(40);
});
