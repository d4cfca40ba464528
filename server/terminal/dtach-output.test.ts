import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { DtachOutput, untilAttached } from './dtach-output.ts';

const whole = 'one \x1b[H\x1b[Jtwo\x1b[999Hthree\r\nlogout\r\n\x1b[999H\r\n[EOF - dtach terminating]\r\n\x1b[?25h\r\n';
const shells = 'one \x1b[H\x1b[Jtwo\x1b[999Hthree\r\nlogout\r\n';

function shown(...parts: string[]): string {
  const output = new DtachOutput();
  return parts.map((part) => output.shown(Buffer.from(part)).toString()).join('');
}

test('what dtach says at the end is taken away, and nothing of the shell’s', () => {
  expect(shown(whole)).toBe(shells);
});

test('a stream cut in two gives the same, but where its last words are broken before they can be told', () => {
  const lastWords = whole.lastIndexOf('\x1b[999H');
  for (let cut = 0; cut <= whole.length; cut += 1) {
    if (cut > lastWords && cut < lastWords + 6) continue;
    expect(shown(whole.slice(0, cut), whole.slice(cut)), `cut at ${cut}`).toBe(shells);
  }
});

test('what only began like dtach’s words is shown after all', () => {
  expect(shown('\x1b', '[31mred')).toBe('\x1b[31mred');
  expect(shown('a\x1b[999H', '\r\nb')).toBe('a\x1b[999H\r\nb');
});

const signal = () => AbortSignal.timeout(5_000);

test('the shell’s first byte is the one after dtach’s clearing of the screen, however that comes', async () => {
  for (const parts of [['echoed\r\n\x1b[H\x1b[Jfirst'], ['\x1b[H', '\x1b[J', 'first'], ['\x1b[H\x1b[J', 'first']]) {
    const stream = new PassThrough();
    const attached = untilAttached(stream, signal());
    for (const part of parts) {
      stream.write(part);
      await new Promise((done) => setImmediate(done));
    }
    await attached;
    stream.end();
    expect(await text(stream)).toBe('first');
  }
});

test('a dtach that never attaches is told with what it said, or given up', async () => {
  const stream = new PassThrough();
  stream.end('dtach: no such socket\r\n');
  await expect(untilAttached(stream, signal())).rejects.toThrow('no such socket');
  await expect(untilAttached(new PassThrough(), AbortSignal.timeout(20))).rejects.toThrow();
});
