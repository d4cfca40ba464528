import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Copies that differ were taken while the kernel wrote; it writes for a moment only. */
const MAX_COPIES = 50;

export interface TestDisk extends AsyncDisposable {
  /** Where it is mounted. */
  readonly folder: string;
  /** Puts all of it on the disk. */
  flush(): Promise<void>;
  /** What would be left if the machine lost its power now: a disk with all that was flushed, and with none of what the kernel has only in memory. */
  afterPowerCut(): Promise<TestDisk>;
}

/** For tests: an ext4 disk of its own in a file, mounted through a loop device. Only root can do that. */
export async function createTestDisk(sizeBytes: number): Promise<TestDisk> {
  await using making = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'drydock-disk-'));
  making.defer(() => rm(folder, { recursive: true, force: true }));
  // Whoever a file on it belongs to must get there.
  await chmod(folder, 0o711);
  const image = join(folder, 'disk.ext4');
  await writeFile(image, '');
  await truncate(image, sizeBytes);
  // Lazy initialisation would write to it for minutes.
  await run('mkfs.ext4', ['-q', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image]);
  const disk = await mount(image);
  making.use(disk);
  const made = making.move();
  return { ...disk, [Symbol.asyncDispose]: () => made.disposeAsync() };
}

async function mount(image: string): Promise<TestDisk> {
  const folder = `${image}.mounted`;
  await mkdir(folder);
  // The kernel flushes nothing of its own accord as long as a test takes.
  await run('mount', ['-t', 'ext4', '-o', 'loop,commit=300', image, folder]);
  let copies = 0;
  return {
    folder,
    async flush() {
      await run('sync', ['--file-system', folder]);
    },
    async afterPowerCut() {
      const copy = `${image}.cut-${copies++}`;
      const again = `${copy}.again`;
      await copyFile(image, copy);
      for (let tries = 0; ; tries += 1) {
        await copyFile(image, again);
        if (
          await run('cmp', ['-s', copy, again]).then(
            () => true,
            () => false,
          )
        )
          break;
        if (tries === MAX_COPIES) throw new Error('The disk is still written to.');
        await copyFile(again, copy);
      }
      await rm(again);
      return mount(copy);
    },
    async [Symbol.asyncDispose]() {
      await run('umount', [folder]);
    },
  };
}
