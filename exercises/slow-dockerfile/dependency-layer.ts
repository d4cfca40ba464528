import type { ImageLayer } from '../../src/shared/exercise/index.ts';

const INSTALL = /\bpip3?\s+(?:-\S+\s+)*install\b|\buv\s+(?:pip\s+install|sync)\b/;

/** Where in the stack the last layer is that installed packages; `undefined` where none did. */
export function dependencyIndex(layers: readonly ImageLayer[]): number | undefined {
  const index = layers.findLastIndex(({ createdBy }) => INSTALL.test(createdBy));
  return index === -1 ? undefined : index;
}

/** How many layers two images have in common, from the base up. */
export function sharedCount(one: readonly ImageLayer[], other: readonly ImageLayer[]): number {
  const differs = one.findIndex(({ digest }, index) => digest !== other[index]?.digest);
  return differs === -1 ? one.length : differs;
}
