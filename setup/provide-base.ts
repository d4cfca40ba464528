import type Docker from 'dockerode';
import { type Machine, offerPackages } from './debian-packages.ts';
import { findProgram } from './find-program.ts';
import { makeBase, pullBase } from './make-base.ts';

/** Makes the base of all images from Debian's packages where the tools are or may be installed; elsewhere pulls the public one. */
export async function provideBase(machine: Machine, docker: Docker, tag: string): Promise<void> {
  const { progress, signal } = machine;
  const installed = (await findProgram(['mmdebstrap'])) !== undefined;
  const available =
    installed ||
    (await offerPackages(
      machine,
      ['mmdebstrap', 'debian-archive-keyring'],
      'mmdebstrap is needed to make the base image from Debian packages.',
    ));
  if (available) {
    await progress.step('Making the base image from Debian packages', (update) =>
      makeBase(docker, { tag, signal, update }),
    );
  } else {
    await progress.step('Pulling debian:trixie-slim as the base image', (update) =>
      pullBase(docker, { tag, signal, update }),
    );
  }
}
