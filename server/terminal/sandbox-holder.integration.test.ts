import { inject } from 'vitest';
import { createDockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { within } from '../test-patience.ts';
import { holderContract } from './holder-contract.ts';

holderContract('the holder in a sandbox', async () => {
  const harness = await createDockerSandboxHarness(inject('images'));
  const sandbox = await harness.host.open(newSandboxId(), within(30_000));
  return {
    connect: (signal) => sandbox.dial({ kind: 'shells' }, signal),
    async isRunning() {
      const { exitCode } = await sandbox.exec(['sh', '-c', 'test -S "$XDG_RUNTIME_DIR/holder.sock"'], {
        signal: within(5_000),
      });
      return exitCode === 0;
    },
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
});
