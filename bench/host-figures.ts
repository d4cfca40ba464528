import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Bytes of the host's memory that a new program could have. */
export async function readMemoryAvailable(): Promise<number> {
  const [, kib] = /^MemAvailable:\s+(\d+) kB$/m.exec(await readFile('/proc/meminfo', 'utf8')) ?? [];
  return Number(kib) * 1024;
}

/** Percent of all processors together that was not idle for so long. */
export async function watchCpu(ms: number, signal: AbortSignal): Promise<number> {
  const before = await readCpuTimes();
  await delay(ms, undefined, { signal });
  const after = await readCpuTimes();
  return (100 * (after.busy - before.busy)) / (after.all - before.all);
}

async function readCpuTimes(): Promise<{ busy: number; all: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  // user, nice, system, idle, iowait, irq, softirq, steal; a guest's time is in user already.
  const times = line.split(/\s+/).slice(1, 9).map(Number);
  const all = times.reduce((sum, time) => sum + time, 0);
  return { all, busy: all - (times[3] ?? 0) - (times[4] ?? 0) };
}

/** Bytes of the host's memory that the containers' own supervisors take, each by container id; a page that many share counts in parts. */
export async function readShimMemory(): Promise<ReadonlyMap<string, number>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<[string, number] | undefined> => {
      // Any of them may end while it is looked at.
      const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
      const id = words[words.indexOf('-id') + 1];
      if (!words[0]?.includes('containerd-shim') || id === undefined) return undefined;
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
      const [, kib] = /^Pss:\s+(\d+) kB$/m.exec(rollup) ?? [];
      return kib === undefined ? undefined : [id, Number(kib) * 1024];
    }),
  );
  return new Map(found.filter((entry) => entry !== undefined));
}
