import type { ReadySandbox } from '../sandbox/port.ts';

/** In the table of processes: one that its terminal's keys go to, and that is not the terminal's first, is a command that somebody waits for. */
export function hasForegroundCommand(table: string): boolean {
  return table.split('\n').some((line) => {
    const [pid, session, state] = line.trim().split(/\s+/);
    return state?.includes('+') === true && pid !== session;
  });
}

/** Whether a command runs in one of the sandbox's terminals: a build, an editor, a container that is attached. */
export async function runsForegroundCommand(sandbox: ReadySandbox, signal: AbortSignal): Promise<boolean> {
  const { stdout } = await sandbox.exec(['ps', '-eo', 'pid=,sid=,stat='], { signal });
  return hasForegroundCommand(stdout.toString());
}
