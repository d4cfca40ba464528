import { expect, test } from 'vitest';
import type { Findings, Proof } from './proof.ts';
import { runProofs } from './run-proofs.ts';

const noGround = () => Promise.reject(new Error('There is no engine in this test.'));

function proofOf(name: string, run: Proof['run'], timeoutMs = 10_000): Proof {
  return { id: name, name, what: 'all', file: `${name}.sh`, sources: [], timeoutMs, run };
}

function running(proofs: readonly Proof[], known: readonly string[] = []) {
  const kept: string[] = [];
  const controller = new AbortController();
  const memory = {
    knows: async ({ id }: Proof) => known.includes(id),
    keep: async ({ id }: Proof) => void kept.push(id),
  };
  const options = { ground: noGround, memory, signal: controller.signal, onResult: () => {} };
  return { kept, controller, results: runProofs(proofs, options) };
}

const good = async (): Promise<Findings> => ({ faults: [] });

test('what passed is kept, what is known is not run again', async () => {
  const never = proofOf('b', () => Promise.reject(new Error('run')));
  const { results, kept } = running([proofOf('a', good), never], ['b']);
  expect((await results).map(({ outcome }) => outcome)).toEqual(['passed', 'cached']);
  expect(kept).toEqual(['a']);
});

test('a fault fails, a warning does not, and neither is kept', async () => {
  const fault = { file: 'x', message: 'Wrong.' };
  const { results, kept } = running([
    proofOf('a', async () => ({ faults: [fault] })),
    proofOf('b', async () => ({ faults: [{ ...fault, isWarning: true }] })),
  ]);
  expect((await results).map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
  expect(kept).toEqual([]);
});

test('three run at a time, and results come in the order of the proofs', async () => {
  let now = 0;
  let most = 0;
  const order: string[] = [];
  const proofs = ['a', 'b', 'c', 'd', 'e'].map((name, index) =>
    proofOf(name, async () => {
      now += 1;
      most = Math.max(most, now);
      for (let turn = index; turn < 10; turn += 1) await Promise.resolve();
      now -= 1;
      order.push(name);
      return { faults: [] };
    }),
  );
  const results = await running(proofs).results;
  expect(most).toBe(3);
  expect(results.map(({ proof }) => proof.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(order).toHaveLength(5);
});

test('one that throws is a fault with what it said, and the others go on', async () => {
  const { results } = running([proofOf('a', () => noGround()), proofOf('b', good)]);
  const [first, second] = await results;
  expect(first?.findings.faults[0]?.message).toBe('It could not be tried: There is no engine in this test.');
  expect(second?.outcome).toBe('passed');
});

test('one that never ends is given up after its time', async () => {
  const endless = proofOf(
    'a',
    (_ground, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    20,
  );
  const [result] = await running([endless]).results;
  expect(result?.outcome).toBe('failed');
  expect(result?.findings.faults[0]?.message).toContain('was given up');
});

test('an interruption rejects, once what runs has ended', async () => {
  let hasEnded = false;
  const started = Promise.withResolvers<void>();
  const { results, controller } = running([
    proofOf('a', async (_ground, signal) => {
      started.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      hasEnded = true;
      throw signal.reason;
    }),
  ]);
  await started.promise;
  controller.abort();
  await expect(results).rejects.toThrow();
  expect(hasEnded).toBe(true);
});
