import { expect, test } from 'vitest';
import { SingleFlight } from './single-flight.ts';

test('a burst is one run at once and one after it, never two together', async () => {
  let runs = 0;
  let together = 0;
  const flight = new SingleFlight(async () => {
    together += 1;
    expect(together).toBe(1);
    await new Promise((done) => setImmediate(done));
    together -= 1;
    runs += 1;
  });
  await Promise.all(Array.from({ length: 1_000 }, () => flight.run()));
  expect(runs).toBe(2);
});

test('who asks during a run waits for one that begins later', async () => {
  let seen = '';
  let state = 'old';
  const flight = new SingleFlight(async () => {
    seen = state;
    await new Promise((done) => setImmediate(done));
  });
  const first = flight.run();
  state = 'new';
  await flight.run();
  await first;
  expect(seen).toBe('new');
});
