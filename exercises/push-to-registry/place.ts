import type { SandboxView } from '../../src/shared/exercise/index.ts';

/** Where the learner pushes to: in the course registry, or in the one that they run on their own machine, as the lesson says. */
export async function repositoryOf(sandbox: SandboxView): Promise<string> {
  const account = await sandbox.account();
  return account === undefined ? 'localhost:5001/me/menu' : `registry.internal/${account}/menu`;
}

/** Enough of a digest to compare it with another. */
export function short(digest: string): string {
  return `\`${digest.slice(0, 'sha256:'.length + 12)}\``;
}
