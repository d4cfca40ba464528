import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { PushQuota, QuotaExceededError } from './push-quota.ts';

function createQuota(stored: Record<string, number>) {
  const clock = { now: 0 };
  const measured: string[] = [];
  const measure = async (account: string) => {
    measured.push(account);
    return stored[account] ?? 0;
  };
  return { clock, measured, quota: new PushQuota({ quotaBytes: 100, measure, now: () => clock.now }) };
}

test('what fits passes unchanged, and counts at once', async () => {
  const { quota } = createQuota({ heron: 40 });
  const meter = await quota.meter('heron');
  meter.end(Buffer.alloc(60, 1));
  expect(await buffer(meter)).toEqual(Buffer.alloc(60, 1));
  expect(await quota.usedBytes('heron')).toBe(100);
});

test('the byte too many breaks off, in whatever pieces it comes', async () => {
  const { quota } = createQuota({ heron: 40 });
  const meter = await quota.meter('heron');
  meter.write(Buffer.alloc(60));
  meter.end(Buffer.alloc(1));
  await expect(buffer(meter)).rejects.toThrow(QuotaExceededError);
});

test('two that send at once count together, and nobody else’s with them', async () => {
  const { quota } = createQuota({});
  const [one, other, foreign] = await Promise.all([quota.meter('heron'), quota.meter('heron'), quota.meter('otter')]);
  one.end(Buffer.alloc(60));
  await buffer(one);
  other.end(Buffer.alloc(60));
  await expect(buffer(other)).rejects.toThrow(QuotaExceededError);
  foreign.end(Buffer.alloc(60));
  await expect(buffer(foreign)).resolves.toHaveLength(60);
});

test('a space that is full takes nothing', async () => {
  const { quota } = createQuota({ heron: 100 });
  await expect(quota.meter('heron')).rejects.toThrow(QuotaExceededError);
});

test('what is stored is measured again after a while, but not while something is sent', async () => {
  const stored = { heron: 40 };
  const { quota, clock, measured } = createQuota(stored);
  const meter = await quota.meter('heron');
  meter.write(Buffer.alloc(10));
  meter.resume();
  clock.now = 60_000;
  expect(await quota.usedBytes('heron')).toBe(50);
  meter.end();
  await new Promise((resolve) => meter.once('close', resolve));
  stored.heron = 45;
  expect(await quota.usedBytes('heron')).toBe(45);
  expect(measured).toEqual(['heron', 'heron']);
});

test('what was emptied is measured at once', async () => {
  const stored = { heron: 100 };
  const { quota } = createQuota(stored);
  expect(await quota.usedBytes('heron')).toBe(100);
  stored.heron = 0;
  quota.forget('heron');
  expect(await quota.usedBytes('heron')).toBe(0);
});
