import type { Consent } from './consent.ts';
import { findProgram } from './find-program.ts';
import type { Progress } from './progress.ts';
import { runCommand } from './run-command.ts';

export interface Machine {
  readonly consent: Consent;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

// Another apt may be at work when a machine has just been set up.
const LOCK_WAIT_SECONDS = 120;

/** Whether this process could install Debian packages here. */
export async function canInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await findProgram(['apt-get'])) !== undefined;
}

/** Installs Debian packages with the person's consent, `why` being the first sentence of the question. Resolves with whether it was done. */
export async function offerPackages(machine: Machine, packages: readonly string[], why: string): Promise<boolean> {
  if (!(await canInstallPackages())) return false;
  const names = packages.join(' ');
  if (!(await machine.consent(`${why} Run \`apt-get install ${names}\`?`))) return false;
  await machine.progress.step(`Installing ${names}`, async (update) => {
    const apt = (doing: string, ...args: string[]) =>
      runCommand(
        'env',
        ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', `DPkg::Lock::Timeout=${LOCK_WAIT_SECONDS}`, ...args],
        { doing, signal: machine.signal, onLine: update },
      );
    await apt('reading the lists of Debian packages', 'update');
    await apt(`installing ${names}`, 'install', '-y', '--no-install-recommends', ...packages);
  });
  return true;
}
