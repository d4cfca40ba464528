import { readFileSync } from 'node:fs';

/** In which Linux counts a process's time, on all machines that Node runs on. */
const MS_PER_TICK = 10;

/** How long a process has had a processor, in ms; `undefined` where that can't be seen. Source: `proc_pid_stat(5)`. */
export function processorTimeMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name may have spaces in it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  } catch {
    return undefined;
  }
}
