import { lstat, mkdir } from 'node:fs/promises';

/** A folder that its owner alone may enter. Throws where it is somebody else's, or open to others. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(path);
  if (uid !== process.getuid?.() || (mode & 0o77) !== 0) {
    throw new Error(
      `The folder ${path} is not private to you. Remove it, or have \`chmod 700\` close it to others, then start again.`,
    );
  }
}
