import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { RunningDrydock } from '../e2e/running-drydock.ts';

const run = promisify(execFile);

/** As its log says. */
function serverPid({ output }: RunningDrydock): string {
  const [, pid] = /"pid":(\d+)/.exec(output) ?? [];
  if (pid === undefined) throw new Error(`The log names no process:\n${output}`);
  return pid;
}

/** Bytes of memory that the server has. */
export async function readServerMemory(drydock: RunningDrydock): Promise<number> {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${serverPid(drydock)}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
}

/** Milliseconds of a processor that the server has used. */
export async function readServerCpuMs(drydock: RunningDrydock): Promise<number> {
  const [stat, { stdout }] = await Promise.all([
    readFile(`/proc/${serverPid(drydock)}/stat`, 'utf8'),
    run('getconf', ['CLK_TCK']),
  ]);
  // The program's name stands in parentheses, and may have spaces. Of what follows, user and system time are the 12th and 13th.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return ((Number(user) + Number(system)) * 1e3) / Number(stdout);
}
