import { inject } from 'vitest';
import { createDockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { createDtachShell } from './dtach-shell.ts';
import { shellHolderContract } from './shell-holder-contract.ts';

shellHolderContract('shells held by dtach in a sandbox', async () => {
  const harness = await createDockerSandboxHarness(inject('images'));
  const id = newSandboxId();
  const sandbox = await harness.host.open(id, AbortSignal.timeout(30_000));
  return {
    holder: (terminal) => createDtachShell(sandbox, terminal),
    stop: () => harness.kill(id),
    async [Symbol.asyncDispose]() {
      await harness[Symbol.asyncDispose]();
    },
  };
});
