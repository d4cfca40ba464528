import type { ShellCommand } from './shell-commands.ts';

/** Longer commands are cut where they are only named. */
const MAX_NAME_LENGTH = 120;

/** A time as people say it: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. Under a twentieth of a second it is nothing worth saying. */
export function durationWords(ms: number): string {
  if (ms < 50) return '0 s';
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

interface Outcome {
  readonly isRunning: boolean;
  readonly exitCode: number | undefined;
  readonly durationMs: number | undefined;
}

/** How a command ended, in words. */
export function outcomeWords({ isRunning, exitCode, durationMs }: Outcome): string {
  if (isRunning) return 'Still running';
  const took = durationMs === undefined ? '' : `, after ${durationWords(durationMs)}`;
  if (exitCode === undefined) return `Ended, nobody knows how${took}`;
  if (exitCode === 0) return `Succeeded${took}`;
  return `Failed with exit code ${exitCode}${exitMeaning(exitCode)}${took}`;
}

/** A command's name and outcome, in one line. */
export function commandTitle({ text, end }: ShellCommand): string {
  const line = text.split('\n', 1)[0] ?? '';
  const name = line.length > MAX_NAME_LENGTH || line !== text ? `${line.slice(0, MAX_NAME_LENGTH)}…` : line;
  const outcome = { isRunning: end === undefined, exitCode: end?.exitCode, durationMs: end?.durationMs };
  return `${name || 'A command'}: ${outcomeWords(outcome)}.`;
}

/** Codes that shells give, not programs. */
function exitMeaning(code: number): string {
  if (code === 126) return ' (not executable)';
  if (code === 127) return ' (command not found)';
  if (code === 130) return ' (interrupted)';
  if (code === 137) return ' (killed)';
  if (code === 143) return ' (terminated)';
  return '';
}
