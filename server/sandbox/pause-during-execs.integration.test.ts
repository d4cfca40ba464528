import { expect, inject, test } from 'vitest';
import { patience, within } from '../test-patience.ts';
import { createDockerSandboxHarness } from './docker-sandbox-harness.ts';
import { newSandboxId } from './sandbox-host-contract.ts';

/** Fewer where each takes much longer. */
const ROUNDS = Math.ceil(25 / patience);
const signal = () => within(20_000);

test('a pause in the middle of commands that start leaves a sandbox that can be resumed', async () => {
  await using harness = await createDockerSandboxHarness(inject('images'));
  const { host } = harness;
  const id = newSandboxId();
  for (let round = 0; round < ROUNDS; round += 1) {
    const sandbox = await host.open(id, signal());
    const commands = Array.from({ length: 6 }, async (_, index) => {
      await new Promise((done) => setTimeout(done, index * 4));
      // Some are given up at once, which starts another command to end them.
      const given = index % 2 === 0 ? signal() : AbortSignal.any([signal(), AbortSignal.timeout(15)]);
      return sandbox.exec(['true'], { signal: given });
    });
    const dials = Array.from({ length: 3 }, () => sandbox.dial({ kind: 'engine' }, signal()).then((s) => s.destroy()));
    const settled = Promise.allSettled([...commands, ...dials]);
    await new Promise((done) => setTimeout(done, round % 20));
    await host.pause(id);
    const resumed = await host.open(id, signal());
    expect((await resumed.exec(['true'], { signal: signal() })).exitCode).toBe(0);
    await settled;
  }
});
