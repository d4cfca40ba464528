import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import { FileBodies } from './file-bodies.ts';

const limits = { maxBytes: 10, maxLearnerBytes: 12, maxTogetherBytes: 20, timeoutMs: 60_000 };
const [ada, ben, eve] = ['a', 'b', 'e'].map((letter) => learnerIdSchema.parse(letter.repeat(32))) as [
  LearnerId,
  LearnerId,
  LearnerId,
];

/** A request with a body of so many bytes, of which nothing has come yet. */
function sent(sizeBytes: number) {
  const body = new PassThrough();
  const request = Object.assign(body, { headers: { 'content-length': String(sizeBytes) } });
  return { request: request as unknown as IncomingMessage, body };
}

const codeOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    ({ code }) => code,
  );

test('there is room for so many bytes, and it is given back when they are done with, or do not come', async () => {
  const bodies = new FileBodies(limits);
  const [one, other] = [sent(10), sent(10)];
  const reading = bodies.read(one.request, ada);
  const broken = bodies.read(other.request, ben);
  expect(await codeOf(bodies.read(sent(1).request, eve))).toBe('too-many');
  one.body.end('0123456789');
  const body = await reading;
  expect(body.bytes.toString()).toBe('0123456789');
  expect(await codeOf(bodies.read(sent(1).request, eve))).toBe('too-many');
  body[Symbol.dispose]();
  const next = sent(10);
  const after = bodies.read(next.request, ada);
  expect(await codeOf(bodies.read(sent(1).request, eve))).toBe('too-many');
  other.body.destroy(new Error('The page was closed.'));
  await expect(broken).rejects.toThrow('The page was closed.');
  next.body.end('x');
  expect((await after).bytes.toString()).toBe('x');
});

test('what is too large is not begun, and what is too slow ends', async () => {
  expect(await codeOf(new FileBodies(limits).read(sent(11).request, ada))).toBe('file-too-large');
  const slow = sent(3);
  expect(await codeOf(new FileBodies({ ...limits, timeoutMs: 5 }).read(slow.request, ada))).toBe('file-failed');
  expect(slow.body.destroyed).toBe(true);
});

test('one learner has room for so much, and leaves it to the others', async () => {
  const bodies = new FileBodies(limits);
  const idle = sent(10);
  const broken = bodies.read(idle.request, ada);
  expect(await codeOf(bodies.read(sent(3).request, ada))).toBe('too-many');
  const small = sent(2);
  const saved = bodies.read(small.request, ada);
  small.body.end('ok');
  (await saved)[Symbol.dispose]();
  const other = sent(8);
  const theirs = bodies.read(other.request, ben);
  other.body.end('8 bytes.');
  expect((await theirs).bytes).toHaveLength(8);
  idle.body.destroy(new Error('The page was closed.'));
  await expect(broken).rejects.toThrow('closed');
});
