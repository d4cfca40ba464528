import type { PictureImage } from '../../shared/engine-views.ts';
import { shortDigest } from './digests.ts';

/** What an image is called on the desk: by its id where it has lost its names. */
export function imageName({ names, id }: Pick<PictureImage, 'names' | 'id'>): string {
  return names[0] ?? shortDigest(id);
}

/** `1 layer`, `7 layers`. */
export function countWords(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}

/** `drwxr-xr-x` without its first letter, from permission bits. */
export function modeWords(mode: number): string {
  const letters = [...'rwxrwxrwx'].map((letter, index) => (mode & (0o400 >> index) ? letter : '-'));
  const special: readonly (readonly [number, number, string])[] = [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ];
  for (const [bit, at, letter] of special) {
    if (mode & bit) letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase();
  }
  return letters.join('');
}

/** A path on one line: characters that would break it, or that can't be seen, as C writes them. */
export function pathWords(path: string): string {
  return path.replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}
