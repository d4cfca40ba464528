import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import Docker from 'dockerode';
import { type ArchiveEntry, createImageArchive } from '../server/image-archive.ts';
import { createDockerReadySandbox } from '../server/sandbox/docker-ready-sandbox.ts';
import type { ReadySandbox } from '../server/sandbox/port.ts';
import { sandboxIdSchema } from '../src/shared/ids.ts';
import { ask, launchBrowser, newWindow, openLesson, openTerminal } from './browser-stage.ts';
import { p50, type Row, table, verdict } from './figures.ts';
import { repeat, timed } from './measure.ts';
import { newestSandbox, startDrydock } from './stage.ts';

const IMAGE = 'wide:1';
const LAYERS = 100;
const FILES = 100_000;
/** An archive of 100 MB, unpacked and noted by an engine that shares two cores. */
const LOAD_TIMEOUT_MS = 300_000;

const ROUNDS = 12;
const QUICK_ROUNDS = 3;

/** In the learner's own sandbox, as they would look for it by hand: all of the image packed, and what is in the pack listed. */
const SAVE_AND_LIST = `docker save ${IMAGE} | tar t > /dev/null`;

interface Opened {
  readonly layersMs: number;
  readonly filesMs: number;
  readonly longestMs: number;
}

/** Prints how soon a large image is open in the explorer, and whether the page is held up by it. Whatever it makes is gone when it resolves or rejects. */
export async function benchExplorer({
  isQuick,
  signal,
}: {
  readonly isQuick: boolean;
  readonly signal: AbortSignal;
}): Promise<void> {
  await using drydock = await startDrydock({ DRYDOCK_POOL_MAX: '0' }, signal);
  await using browser = await launchBrowser(signal);
  await using first = await newWindow(browser);
  await openTerminal(await openLesson(first, drydock.url));
  const { container, name } = await newestSandbox(new Docker(), drydock);
  const sandbox = createDockerReadySandbox(container, sandboxIdSchema.parse(name.split('-').at(-1)));
  await run(
    sandbox,
    'docker load -q',
    AbortSignal.any([signal, AbortSignal.timeout(LOAD_TIMEOUT_MS)]),
    await wideImage(),
  );

  const cookies = await first.storageState();
  const rounds = await repeat(isQuick ? QUICK_ROUNDS : ROUNDS, signal, async () => ({
    opened: await openImage(browser, drydock.url, cookies),
    savedMs: await timed(() => run(sandbox, SAVE_AND_LIST, signal)),
  }));
  const rows: Row[] = [
    {
      what: `press to all files counted, wasted bytes named and files on screen: ${LAYERS} layers, ${FILES.toLocaleString('en')} files`,
      unit: 'ms',
      measured: rounds.map(({ opened }) => opened.filesMs),
      baseline: { what: 'docker save piped to tar t, in the sandbox', measured: rounds.map(({ savedMs }) => savedMs) },
      goals: [p50(1_000)],
    },
    {
      what: '… to its layers on screen',
      unit: 'ms',
      measured: rounds.map(({ opened }) => opened.layersMs),
      goals: [p50(100)],
    },
    {
      what: '… the longest task of the page meanwhile, 0 for less than 50 ms',
      unit: 'ms',
      measured: rounds.map(({ opened }) => opened.longestMs),
      goals: [p50(100)],
    },
  ];
  process.stdout.write(`${table(rows)}\n\n${verdict(rows)}\n`);
}

/** Anew, so that nothing of it is in the browser yet. */
async function openImage(
  browser: Browser,
  url: string,
  storageState: Awaited<ReturnType<Awaited<ReturnType<typeof newWindow>>['storageState']>>,
): Promise<Opened> {
  await using window = await browser.newContext({ storageState, viewport: { width: 1440, height: 900 } });
  await window.addInitScript({ path: join(import.meta.dirname, 'image-watch.js') });
  const page: Page = await openLesson(window, url);
  await page.getByRole('tab', { name: 'Images' }).click();
  await page.getByRole('button', { name: new RegExp(`^${IMAGE}: `) }).waitFor();
  // The window is closed when this has ended.
  return await ask<Opened>(
    page,
    `imageWatch.open(${JSON.stringify(IMAGE)}, ${JSON.stringify(FILES.toLocaleString('en'))})`,
  );
}

async function run(sandbox: ReadySandbox, command: string, signal: AbortSignal, stdin?: Buffer): Promise<void> {
  const { exitCode, stderr } = await sandbox.exec(['sh', '-c', command], { signal, ...(stdin ? { stdin } : {}) });
  if (exitCode !== 0) throw new Error(`${command}: ${stderr.toString()}`);
}

/** Folders as a distribution has them; a file of each layer takes the place of one in the layer below, and one hides another. */
function wideImage(): Promise<Buffer> {
  const perLayer = FILES / LAYERS;
  const layers = Array.from({ length: LAYERS }, (_, layer): readonly ArchiveEntry[] => {
    const files = Array.from({ length: perLayer }, (__, index) => ({
      name: `usr/share/part-${layer}/folder-${index % 40}/file-${index}.txt`,
      content: `${layer} ${index}`,
    }));
    const above =
      layer === 0
        ? []
        : [
            { name: `usr/share/part-${layer - 1}/folder-0/file-0.txt`, content: 'another' },
            { name: `usr/share/part-${layer - 1}/folder-1/.wh.file-1.txt` },
          ];
    // What it hides is not seen: there are as many files as were promised.
    const extra =
      layer === LAYERS - 1 ? Array.from({ length: LAYERS - 1 }, (__, index) => ({ name: `extra/${index}` })) : [];
    return [...above, ...files, ...extra];
  });
  return createImageArchive(IMAGE, layers);
}
