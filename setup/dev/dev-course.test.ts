import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDevCourse } from './dev-course.ts';

const root = join(import.meta.dirname, '../..');

/** The second course in a folder of its own, and what is done about it, in its order. */
async function openCourse(fetchSite: () => Promise<boolean> = async () => false) {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-dev-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ['content/shell-basics', 'exercises/harbour-log', 'exercises/who-may-read']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  mkdirSync(join(folder, 'src'));
  symlinkSync(join(root, 'src/shared'), join(folder, 'src/shared'));
  const done: string[] = [];
  let shown: string | undefined;
  const note = (what: string) => async () => void done.push(what);
  const course = openDevCourse({
    root: folder,
    course: 'shell-basics',
    say: () => {},
    show: (mistakes) => {
      shown = mistakes;
    },
    restart: note('restart'),
    reload: note('reload'),
    fetchSite,
    signal: AbortSignal.timeout(60_000),
  });
  await course.begin();
  const save = (path: string, text: string) => {
    writeFileSync(join(folder, path), text);
    course.changed(join(folder, path));
  };
  const makeFolder = (path: string) => mkdirSync(join(folder, path));
  return { course, done, save, makeFolder, shown: () => shown };
}

test('an exercise that is saved is read anew; one with a mistake is not, until it is mended', {
  timeout: 60_000,
}, async () => {
  const { course, done, save, shown } = await openCourse();
  expect(done).toEqual(['restart']);
  save('exercises/harbour-log/wrong/new.sh', '# stays red: nothing\n');
  expect(await course.mistakes()).toContain('names the task "nothing", which there is not');
  expect(shown()).toContain('exercises/harbour-log/wrong/new.sh:1');
  save('exercises/harbour-log/wrong/new.sh', '# stays red: late\n');
  expect(await course.mistakes()).toBeUndefined();
  expect(shown()).toBeUndefined();
  await expect.poll(() => done, { timeout: 20_000 }).toEqual(['restart', 'reload']);
});

test('pages that were made anew wait for the server that knows their commands', { timeout: 60_000 }, async () => {
  let hasChanged = false;
  const { course, done } = await openCourse(async () => hasChanged);
  await course.reloaded();
  expect(done).toEqual(['restart']);
  hasChanged = true;
  await course.reloaded();
  expect(done).toEqual(['restart', 'restart']);
});

test('the server starts anew with code of its own that is saved', { timeout: 60_000 }, async () => {
  const { done, save, makeFolder } = await openCourse();
  makeFolder('server');
  save('server/app.ts', '');
  await expect.poll(() => done, { timeout: 20_000 }).toEqual(['restart', 'restart']);
});
