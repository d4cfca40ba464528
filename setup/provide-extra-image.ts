import { join } from 'node:path';
import type Docker from 'dockerode';
import { buildImage } from './build-image.ts';
import type { Machine } from './debian-packages.ts';
import { imageTag } from './image-tags.ts';
import { presentImages } from './present-images.ts';
import { provideBase } from './provide-base.ts';

export interface ExtraImage {
  /** Its folder below `images`, and its name on the engine below `drydock`. */
  readonly name: string;
  /** What it is called in messages: "the courier image". */
  readonly title: string;
  readonly step: string;
}

/**
 * An image that is no part of the catalogue, because a single command needs it: built on the base where it is not there. `base` is the base's tag.
 * Resolves with its own.
 */
export async function provideExtraImage(
  machine: Machine & { readonly root: string },
  docker: Docker,
  base: string,
  { name, title, step }: ExtraImage,
): Promise<string> {
  const folder = join(machine.root, 'images', name);
  const dockerfile = 'Dockerfile';
  const args = { BASE: base };
  const tag = await imageTag(`drydock/${name}`, folder, dockerfile, args);
  const present = await presentImages(docker);
  if (present.has(tag)) return tag;
  if (!present.has(base)) await provideBase(machine, docker, base);
  await machine.progress.step(step, (update) =>
    buildImage(docker, { title, tag, folder, dockerfile, args, signal: machine.signal, update }),
  );
  return tag;
}
