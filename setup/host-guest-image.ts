import { join } from 'node:path';
import type Docker from 'dockerode';
import { buildImage } from './build-image.ts';
import type { Machine } from './debian-packages.ts';
import { imageTag, imageTags } from './image-tags.ts';
import { presentImages } from './present-images.ts';
import { provideBase } from './provide-base.ts';

/**
 * The image with the guest's disk, its kernel and QEMU, built where it is not there. It stays outside of the catalogue: only `npm run test:host` needs it.
 * Resolves with its tag.
 */
export async function provideHostGuestImage(machine: Machine, docker: Docker, root: string): Promise<string> {
  const base = (await imageTags(root)).get('base') ?? '';
  const folder = join(root, 'images/host-guest');
  const dockerfile = 'Dockerfile';
  const args = { BASE: base };
  const tag = await imageTag('drydock/host-guest', folder, dockerfile, args);
  const present = await presentImages(docker);
  if (present.has(tag)) return tag;
  if (!present.has(base)) await provideBase(machine, docker, base);
  await machine.progress.step('Building the host as a virtual machine', (update) =>
    buildImage(docker, { title: 'the host guest', tag, folder, dockerfile, args, signal: machine.signal, update }),
  );
  return tag;
}
