import { SetupError } from '../setup-error.ts';
import { checkContent } from './check-content.ts';
import { describeFinding } from './finding.ts';

export interface RequireOptions {
  /** The project's folder. */
  readonly root: string;
  readonly course: string;
  /** Shows one line. */
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Notes the warnings, and throws a `SetupError` with all mistakes where there are any. */
export async function requireSoundContent({ root, course, note, signal }: RequireOptions): Promise<void> {
  const findings = await checkContent({ root, course, signal });
  for (const finding of findings) if (finding.kind === 'warning') note(`! ${describeFinding(finding)}`);
  const mistakes = findings.filter(({ kind }) => kind === 'mistake').map(describeFinding);
  if (mistakes.length === 0) return;
  throw new SetupError(explainMistakes(mistakes));
}

/** One message of all mistakes, a line each. */
export function explainMistakes(mistakes: readonly string[]): string {
  const many = mistakes.length === 1 ? 'is a mistake' : `are ${mistakes.length} mistakes`;
  return `There ${many} in what the pages are made from:\n\n${mistakes.map((line) => `  ${line}`).join('\n')}\n\nNothing was built, and nothing that was there has changed.`;
}
