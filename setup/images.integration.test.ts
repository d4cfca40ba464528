import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { courseReference, IMAGES } from '../images/catalog.ts';

const root = join(import.meta.dirname, '..');
// Nothing listens there, and what the public registry has by now is no matter of a test's.
const environment = { ...process.env, DRYDOCK_UPSTREAM: 'http://127.0.0.1:9' };

function images(...args: string[]) {
  return new Promise<{ code: number | string | null; output: string }>((resolve) => {
    const command = [join(root, 'setup/bootstrap.mjs'), 'images', ...args];
    const child = execFile(process.execPath, command, { cwd: root, env: environment }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, output: stdout + stderr }),
    );
    child.stdin?.end();
  });
}

const references = IMAGES.flatMap(({ course }) => (course ? [courseReference(course)] : []));

test('where all is there nothing is done, and every image is listed with where it is from', async () => {
  const { code, output } = await images();
  expect(output).toContain('127.0.0.1:9 does not answer');
  expect(output).toContain('Nothing is missing.');
  expect(output).not.toContain('…');
  for (const reference of references) {
    expect(output).toMatch(new RegExp(`^${reference} +(stand-in|copy of sha256:[0-9a-f]{12}) +linux/amd64`, 'm'));
  }
  expect(code).toBe(0);
  expect(await images('--list')).toMatchObject({ code: 0, output: output.slice(output.indexOf('\nimage ')) });
});

test.each([
  [['--online', '--list'], /--online and --list don't go together/],
  [['--import', '/nowhere/course.tar'], /There is no file \/nowhere\/course.tar.*--export FILE/s],
  [['--everything'], /--help/],
])('%j is a sentence, and exit code 1', async (args, sentence) => {
  const { code, output } = await images(...args);
  expect(output).toMatch(sentence);
  expect(output).not.toMatch(/\n\s+at .+:\d+/);
  expect(code).toBe(1);
});
