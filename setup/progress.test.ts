import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';

function record(terminal: boolean) {
  let text = '';
  let timeMs = 0;
  const output = { write: (chunk: string) => (text += chunk), isTTY: terminal, columns: 40 };
  return {
    progress: createProgress(output, () => timeMs),
    pass: (ms: number) => {
      timeMs += ms;
    },
    text: () => text,
  };
}

test('without a terminal: a line at the start, one at the end', async () => {
  const { progress, pass, text } = record(false);
  const result = await progress.step('Building', async (update) => {
    update('step 1 of 2');
    pass(3400);
    return 7;
  });
  expect(result).toBe(7);
  expect(text()).toBe('… Building\n✓ Building (3 s)\n');
});

test('on a terminal the line is replaced, and cut at the width', async () => {
  const { progress, text } = record(true);
  await progress.step('A'.repeat(60), async () => {});
  const [first] = text().split('✓');
  expect(first).toBe(`\r\u001b[2K… ${'A'.repeat(37)}\r\u001b[2K`);
});

test('a failed step is crossed, and the error goes on', async () => {
  const { progress, text } = record(false);
  await expect(progress.step('Building', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(text()).toBe('… Building\n✗ Building (0 s)\n');
});

test('of steps side by side the terminal shows the first, and how many more there are', async () => {
  const { progress, text } = record(true);
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const steps = [progress.step('Sand', () => first.promise), progress.step('Stone', () => second.promise)];
  expect(text().endsWith('… Sand (0 s), and 1 more')).toBe(true);
  first.resolve();
  await steps[0];
  expect(text().endsWith('✓ Sand (0 s)\n\r\u001b[2K… Stone (0 s)')).toBe(true);
  second.resolve();
  await steps[1];
  expect(text().endsWith('✓ Stone (0 s)\n')).toBe(true);
});
