import type { EngineImages } from '../shared/engine-views.ts';

/** More would be a list, and `docker images` prints it better. */
export const MAX_DRAWN_NAMES = 6;
const MAX_NAMELESS = 2;

export interface NameLinks {
  /** In the order of the alphabet, each with the place of its image below. */
  readonly names: readonly { readonly name: string; readonly image: number }[];
  /** The oldest first. */
  readonly images: readonly { readonly id: string; readonly sizeBytes: number; readonly isNamed: boolean }[];
  /** Names for which there is no room. */
  readonly leftOut: number;
}

/** Which names of these repositories lead to which images; left out, all names. Images that have lost their last name are among them, the newest ones. */
export function linkNames({ images }: EngineImages, repositories: readonly string[] | undefined): NameLinks {
  const isAsked = (name: string) => !repositories || repositories.includes(name.replace(/:[^/:]+$/, ''));
  const named = images.flatMap((image) => image.names.filter(isAsked).map((name) => ({ name, image })));
  const inOrder = named.toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
  const drawn = inOrder.slice(0, MAX_DRAWN_NAMES);
  const nameless = images
    .filter(({ names }) => names.length === 0)
    .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))
    .slice(0, MAX_NAMELESS);
  const shown = [...new Set([...drawn.map(({ image }) => image), ...nameless])].toSorted((one, other) =>
    one.createdAt.localeCompare(other.createdAt),
  );
  return {
    names: drawn.map(({ name, image }) => ({ name, image: shown.indexOf(image) })),
    images: shown.map(({ id, sizeBytes, names }) => ({ id, sizeBytes, isNamed: names.length > 0 })),
    leftOut: inOrder.length - drawn.length,
  };
}
