import { createConsent } from './consent.ts';
import type { Machine } from './debian-packages.ts';
import type { Progress } from './progress.ts';

/** A machine whose owner has agreed to all that a test run needs, and is not asked. */
export function unattendedMachine(progress: Progress, signal: AbortSignal): Machine {
  const { stdin: input, stdout: output } = process;
  return { consent: createConsent({ yes: true, input, output, withoutTerminal: true, signal }), progress, signal };
}
