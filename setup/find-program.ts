import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

// Debian keeps daemons where a plain user's PATH does not look.
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The first of these programs that is installed, as an absolute path. */
export async function findProgram(
  names: readonly string[],
  folders: readonly string[] = SYSTEM_FOLDERS,
): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
