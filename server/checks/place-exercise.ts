import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { LearnerError } from '../errors.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import type { LoadedExercise } from './exercises.ts';

/** Unpacks beside the exercise's folder and renames, so that a learner never meets half of it. Leaves what is there alone. */
const PLACE = `
set -eu
[ -e "$1" ] && exit 0
draft=$(mktemp -d ".$1.XXXXXX")
trap 'rm -rf "$draft"' EXIT
tar -x -C "$draft"
chmod 755 "$draft"
mv -T "$draft" "$1"
`;

async function packFolder(folder: string): Promise<Buffer> {
  const archive = pack();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      // An exercise need not bring files.
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const mode = ((await stat(path)).mode & 0o111) === 0 ? 0o644 : 0o755;
    archive.entry({ name: relative(folder, path), mode }, await readFile(path));
  }
  archive.finalize();
  return buffer(archive);
}

/** Puts an exercise's `start/` into `~/<id>`, where that is not there yet. Throws `LearnerError`. */
export async function placeExercise(
  sandbox: ReadySandbox,
  { exercise, folder }: LoadedExercise,
  signal: AbortSignal,
): Promise<void> {
  const stdin = await packFolder(join(folder, 'start'));
  const { exitCode, stderr } = await sandbox.exec(['sh', '-c', PLACE, 'place', exercise.id], { signal, stdin });
  if (exitCode === 0) return;
  throw new LearnerError(
    'exercise-files-failed',
    `The files of “${exercise.title}” could not be put into ~/${exercise.id}: ${stderr.toString().trim()}. Free some space in your sandbox, then reload the page.`,
  );
}
