import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import type { SandboxId } from '../../src/shared/ids.ts';
import { installationLabel, sandboxName } from '../domain/docker-names.ts';
import { placeCgroup } from './cgroup-placement.ts';
import { readCgroupSetup } from './cgroup-setup.ts';

export interface CgroupUse {
  readonly processes: number;
  /** The most that it ever was. */
  readonly peakMemoryBytes: number;
  readonly cpuSeconds: number;
}

export interface CgroupWatch extends AsyncDisposable {
  /** What a sandbox uses, its containers included, as the kernel counts it. */
  use(id: SandboxId): Promise<CgroupUse>;
}

/** A look is a matter of milliseconds; under load of some more. */
const ANSWER_TIMEOUT_MS = 10_000;

const v1Files = (path: string) =>
  `pids/${path}/pids.current memory/${path}/memory.max_usage_in_bytes cpuacct/${path}/cpuacct.usage`;
const v2Files = (path: string) => `${path}/pids.current ${path}/memory.peak ${path}/cpu.stat`;

/** Looks from the engine's host, wherever that is: a sandbox at its limit can't start a process to look for itself. */
export async function createCgroupWatch(
  docker: Docker,
  options: { readonly installation: string; readonly image: string },
): Promise<CgroupWatch> {
  const { installation, image } = options;
  const { cgroup } = await readCgroupSetup(docker);
  const container = await docker.createContainer({
    Image: image,
    // Asked by a line with the files' names, it answers with a line of numbers.
    Entrypoint: ['sh', '-c', 'cd /host-cgroups; while read -r files; do cat $files | tr "\\n" " "; echo; done'],
    User: '0:0',
    Labels: { [installationLabel]: installation },
    OpenStdin: true,
    HostConfig: { NetworkMode: 'none', Binds: ['/sys/fs/cgroup:/host-cgroups:ro'] },
  });
  const connection = await container.attach({ stream: true, hijack: true, stdin: true, stdout: true });
  const output = new PassThrough();
  docker.modem.demuxStream(connection, output, output);
  // A line may come in pieces.
  const lines = createInterface({ input: output });
  await container.start();

  const ask = async (files: string): Promise<string> => {
    const answered = once(lines, 'line', { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    connection.write(`${files}\n`);
    const [line] = await answered;
    return line;
  };

  return {
    async use(id) {
      const [folder = ''] = placeCgroup(sandboxName(installation, id), cgroup).folders;
      const path = cgroup.version === 1 ? folder.replace(/^[^/]+\//, '') : folder;
      const answer = await ask(cgroup.version === 1 ? v1Files(path) : v2Files(path));
      const numbers = answer.match(/\d+/g)?.map(Number) ?? [];
      const [processes, peakMemoryBytes, cpu] = numbers;
      if (processes === undefined || peakMemoryBytes === undefined || cpu === undefined) {
        throw new Error(`The host has no figures of sandbox ${id}. It said: ${answer}`);
      }
      return { processes, peakMemoryBytes, cpuSeconds: cpu / (cgroup.version === 1 ? 1e9 : 1e6) };
    },
    async [Symbol.asyncDispose]() {
      lines.close();
      connection.end();
      await container.remove({ force: true });
    },
  };
}
