import { expect, test } from 'vitest';
import { PushGate } from './push-gate.ts';

test('work that no push may meet is not done while one passes', async () => {
  const gate = new PushGate();
  const { promise, resolve } = Promise.withResolvers<void>();
  const passing = gate.pass(() => promise);
  expect(await gate.whenEmpty(async () => {})).toBe(false);
  resolve();
  await passing;
  expect(await gate.whenEmpty(async () => {})).toBe(true);
});

test('a push waits for the work’s end, also where it fails', async () => {
  const gate = new PushGate();
  const order: string[] = [];
  const { promise, reject } = Promise.withResolvers<void>();
  const working = gate.whenEmpty(async () => {
    await promise.finally(() => order.push('work'));
  });
  const pushing = gate.pass(async () => order.push('push'));
  reject(new Error('broken'));
  await expect(working).rejects.toThrow('broken');
  await pushing;
  expect(order).toEqual(['work', 'push']);
});
