import { expect, test } from 'vitest';
import { Serial } from './serial.ts';

test('one key’s work waits for what was asked before, whatever became of it; another key’s does not', async () => {
  const serial = new Serial<string>();
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = serial.run('a', async () => {
    await gate.promise;
    order.push('first');
    throw new Error('first failed');
  });
  const failed = expect(first).rejects.toThrow('first failed');
  const second = serial.run('a', async () => order.push('second'));
  await serial.run('b', async () => order.push('other'));
  expect(order).toEqual(['other']);
  gate.resolve();
  await failed;
  await second;
  expect(order).toEqual(['other', 'first', 'second']);
});
