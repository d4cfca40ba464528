import { join } from 'node:path';
import { BASE_REPOSITORY, IMAGES, type ImageName, type ImageRecipe } from '../images/catalog.ts';
import { hashFolder, hashStrings } from './folder-hash.ts';
import { imagePrograms } from './image-programs.ts';
import { MMDEBSTRAP_ARGUMENTS } from './make-base.ts';

/** The tag of every image on the host engine, `repository:hash`. */
export type ImageTags = ReadonlyMap<ImageName, string>;

// Enough that two versions of a folder never meet by chance, and short enough to read.
const TAG_HEX_DIGITS = 12;

/** The build arguments of an image, with the tags that they stand for. */
export function buildArguments(recipe: Pick<ImageRecipe, 'builtFrom'>, tags: ImageTags): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recipe.builtFrom).map(([argument, name]) => {
      const tag = tags.get(name);
      if (tag === undefined) throw new Error(`The image ${name} comes after one that is built from it.`);
      return [argument, tag];
    }),
  );
}

/** A tag made of everything that an image is made of: its folder, its Dockerfile's name, its build arguments and programs. */
export async function imageTag(
  repository: string,
  folder: string,
  dockerfile: string,
  args: Readonly<Record<string, string>>,
): Promise<string> {
  const parts = Object.entries(args).flat();
  return `${repository}:${(await hashFolder(folder, [dockerfile, ...parts])).slice(0, TAG_HEX_DIGITS)}`;
}

/** All tags, from the files alone: no engine is asked. `root` is the project's folder. */
export async function imageTags(root: string): Promise<ImageTags> {
  const base = hashStrings(MMDEBSTRAP_ARGUMENTS).slice(0, TAG_HEX_DIGITS);
  const tags = new Map<ImageName, string>([['base', `${BASE_REPOSITORY}:${base}`]]);
  for (const recipe of IMAGES) {
    const folder = join(root, 'images', recipe.dir);
    const args = buildArguments(recipe, tags);
    const programs = await imagePrograms(root, recipe);
    tags.set(recipe.name, await imageTag(recipe.repository, folder, recipe.dockerfile, { ...args, ...programs }));
  }
  return tags;
}
