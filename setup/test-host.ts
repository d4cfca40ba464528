import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { parseConfig } from '../server/config.ts';
import { describeHost } from './describe-host.ts';
import { runEntry } from './entry.ts';
import { type Accelerator, bootHostGuest, type HostGuest } from './host-guest.ts';
import { countByFile, table } from './host-report.ts';
import { imageTags } from './image-tags.ts';
import { prepare } from './prepare.ts';
import { createProgress, type Progress } from './progress.ts';
import { provideExtraImage } from './provide-extra-image.ts';
import { runTests } from './run-tests.ts';
import { copyImages, copyRegistry } from './stock-host-guest.ts';
import { closingLine, countVitest, describeFailures } from './test-counts.ts';
import { unattendedMachine } from './unattended-machine.ts';

const root = join(import.meta.dirname, '..');

/** The guest's disk, its kernel and QEMU. */
const GUEST = { name: 'host-guest', title: 'the host guest', step: 'Building the host as a virtual machine' };

await runEntry(async (signal) => {
  const config = parseConfig(process.env, root);
  const timings: string[][] = [];
  const progress = timed(createProgress(process.stdout), timings);
  const machine = unattendedMachine(progress, signal);
  const { dataDir, registryVolume } = config;
  const { docker: local } = await prepare({
    ...machine,
    root,
    dataDir,
    registryVolume,
    dockerHost: undefined,
    courseImages: 'served',
  });
  const tags = await imageTags(root);
  const image = await provideExtraImage({ ...machine, root }, local, tags.get('base') ?? '', GUEST);

  const booted = await boot(local, image, progress, signal);
  await using guest = booted.guest;
  const stock = { from: local, to: guest.docker, tags, signal };
  await progress.step('Copying the images', (update) => copyImages({ ...stock, update }));
  await progress.step('Copying the course registry and laying out the image store', (update) =>
    copyRegistry({ ...stock, update }, registryVolume),
  );

  const folder = await mkdtemp(join(tmpdir(), 'drydock-host-'));
  try {
    const report = join(folder, 'vitest.json');
    const counts = await progress.step('Running the tests', () =>
      runTests(
        {
          name: 'Vitest',
          script: 'vitest',
          args: [
            'run',
            '--config=vitest.host.config.ts',
            '--reporter=default',
            '--reporter=json',
            `--outputFile.json=${report}`,
            ...process.argv.slice(2),
          ],
          report,
          environment: { ...process.env, DOCKER_HOST: guest.address },
          count: countVitest,
        },
        root,
        signal,
      ),
    );
    const files = countByFile(JSON.parse(await readFile(report, 'utf8').catch(() => '{"testResults":[]}')), root);
    const host = await describeHost(guest.docker, tags.get('busybox:1.37') ?? '', signal);
    const sections = [
      [...host, ['accelerator', booted.accelerator]],
      timings,
      files.map(({ file, passed, failed }) => [file, `${passed} passed`, `${failed.length} failed`]),
    ];
    const tables = sections.map((rows) => `${table(rows)}\n`).join('\n');
    process.stdout.write(`\n${tables}\n${describeFailures(counts.failed, root)}${closingLine([counts])}\n`);
    return counts.failed.length === 0 && counts.passed > 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Under KVM where that works, otherwise by QEMU alone. */
async function boot(
  local: Docker,
  image: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<{ guest: HostGuest; accelerator: Accelerator }> {
  const start = (accelerator: Accelerator) =>
    progress.step(`Booting Debian 13 (${accelerator})`, async (update) => ({
      guest: await bootHostGuest(local, { image, accelerator, signal, update }),
      accelerator,
    }));
  if (existsSync('/dev/kvm')) {
    try {
      return await start('kvm');
    } catch (error) {
      signal.throwIfAborted();
      progress.note(`${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  progress.note('KVM can’t be used here, so QEMU plays the processor itself: the tests take some ten times as long.');
  return start('tcg');
}

/** Keeps how long each step took, in seconds. */
function timed(progress: Progress, timings: string[][]): Progress {
  return {
    note: progress.note,
    async step(title, work) {
      const fromMs = Date.now();
      try {
        return await progress.step(title, work);
      } finally {
        timings.push([title, `${Math.round((Date.now() - fromMs) / 1000)} s`]);
      }
    },
  };
}
