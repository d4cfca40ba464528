import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CgroupSetup, placeCgroup } from '../server/sandbox/cgroup-placement.ts';

/** Bytes, as the kernel counts them for a cgroup and all inside. */
export interface CgroupMemory {
  /** All that is counted but files that were read once and not again: what the kernel takes back first. */
  readonly inUse: number;
  /** The processes' own. */
  readonly anonymous: number;
  /** Cached files, counted for whoever read them first. */
  readonly file: number;
  readonly kernel: number;
}

/** Reads the host's own files, so the engine must be on this machine. `name` is what `placeCgroup` took. */
export async function readMemory(name: string, setup: CgroupSetup): Promise<CgroupMemory> {
  const [folder = ''] = folders(name, setup, 'memory');
  const stat = await readNumbers(join(folder, 'memory.stat'));
  const of = (key: string) => stat.get(key) ?? 0;
  if (setup.version === 2) {
    const current = await readNumber(join(folder, 'memory.current'));
    return { inUse: current - of('inactive_file'), anonymous: of('anon'), file: of('file'), kernel: of('kernel') };
  }
  return {
    inUse: (await readNumber(join(folder, 'memory.usage_in_bytes'))) - of('total_inactive_file'),
    anonymous: of('total_rss'),
    file: of('total_cache'),
    kernel: await readNumber(join(folder, 'memory.kmem.usage_in_bytes')),
  };
}

/** Processor time that it has used so far. */
export async function readCpuMs(name: string, setup: CgroupSetup): Promise<number> {
  const [folder = ''] = folders(name, setup, 'cpuacct');
  if (setup.version === 2) return ((await readNumbers(join(folder, 'cpu.stat'))).get('usage_usec') ?? 0) / 1e3;
  return (await readNumber(join(folder, 'cpuacct.usage'))) / 1e6;
}

function folders(name: string, setup: CgroupSetup, controller: string): readonly string[] {
  return placeCgroup(name, setup)
    .folders.filter((folder) => setup.version === 2 || folder.startsWith(`${controller}/`))
    .map((folder) => join('/sys/fs/cgroup', folder));
}

async function readNumber(file: string): Promise<number> {
  return Number(await readFile(file, 'utf8'));
}

async function readNumbers(file: string): Promise<ReadonlyMap<string, number>> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]));
}
