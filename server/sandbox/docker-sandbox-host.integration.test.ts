import { expect, inject, test } from 'vitest';
import { createDockerSandboxHarness } from './docker-sandbox-harness.ts';
import { SandboxesFullError } from './errors.ts';
import { newSandboxId, sandboxHostContract } from './sandbox-host-contract.ts';

sandboxHostContract('sandboxes in containers', () => createDockerSandboxHarness(inject('images').sandbox));

test('no more sandboxes run than may, and one that runs is given to its learner all the same', async () => {
  await using harness = await createDockerSandboxHarness(inject('images').sandbox, { maxRunning: 1 });
  const { host } = harness;
  const signal = AbortSignal.timeout(30_000);
  const [first, second] = [newSandboxId(), newSandboxId()];
  try {
    await host.open(first, signal);
    await expect(host.open(second, signal)).rejects.toThrow(SandboxesFullError);
    await host.open(first, signal);
    await host.pauseAll();
    await host.open(second, signal);
    await expect(host.open(first, signal)).rejects.toThrow(SandboxesFullError);
  } finally {
    await host.reap(new Set());
  }
});
