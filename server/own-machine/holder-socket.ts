import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Linux and macOS take for the path of a socket, in bytes. */
const MAX_PATH_BYTES = 103;

/**
 * Where the holder of this data folder listens: in a folder that the person alone may enter. The data folder's own path may be too long for a socket; then
 * it is in the folder that the system has for such things, under a name that follows from the data folder's.
 */
export function holderSocket(privateFolder: string, environment: Readonly<Record<string, string | undefined>>): string {
  const beside = join(privateFolder, 'shells.sock');
  if (Buffer.byteLength(beside) <= MAX_PATH_BYTES) return beside;
  const name = createHash('sha256').update(privateFolder).digest('hex').slice(0, 12);
  const base = environment['XDG_RUNTIME_DIR'] || tmpdir();
  return join(base, `drydock-${process.getuid?.() ?? 0}-${name}`, 'shells.sock');
}
