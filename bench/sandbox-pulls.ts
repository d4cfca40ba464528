import { randomBytes } from 'node:crypto';
import type { DockerSandboxHarness } from '../server/sandbox/docker-sandbox-harness.ts';
import { sandboxIdSchema } from '../src/shared/ids.ts';
import { p50, type Row } from './figures.ts';
import { repeat, timed } from './measure.ts';
import type { Stage } from './stage.ts';

/** What the first lessons pull, the goal's first. */
export const PULLED_IMAGES = [
  'nginx:1.26',
  'nginx:1.26-alpine',
  'debian:trixie-slim',
  'busybox:1.37',
  'hello-world:latest',
];

/** `docker pull` of images of the course in new sandboxes whose engine answers. */
export async function measurePulls({ signal, sandboxes, storeless }: Stage, count: number): Promise<readonly Row[]> {
  const images = PULLED_IMAGES;
  const times = await repeat(count, signal, async () => ({
    shared: await pullAll(sandboxes, images, signal),
    alone: await pullAll(storeless, images, signal),
  }));
  return images.map((image, index) => ({
    what: `docker pull ${image}, new sandbox`,
    unit: 'ms',
    measured: times.map(({ shared }) => shared[index] as number),
    baseline: { what: 'without the shared store', measured: times.map(({ alone }) => alone[index] as number) },
    goals: [p50(150)],
  }));
}

async function pullAll({ host }: DockerSandboxHarness, images: readonly string[], signal: AbortSignal) {
  const id = sandboxIdSchema.parse(randomBytes(8).toString('hex'));
  try {
    const sandbox = await host.open(id, signal);
    const run = async (...command: string[]) => {
      const { exitCode, stderr } = await sandbox.exec(command, { signal });
      if (exitCode !== 0) throw new Error(`\`${command.join(' ')}\` ended with ${exitCode}: ${stderr}`);
    };
    await run('docker', 'version');
    return await repeat(images.length, signal, (index) =>
      timed(() => run('docker', 'pull', '-q', images[index] ?? '')),
    );
  } finally {
    await host.remove([id]);
  }
}
