import { join } from 'node:path';
import type Docker from 'dockerode';
import { canInstallPackages, type Machine, offerPackages } from './debian-packages.ts';
import { explainEngine, findEngine } from './find-engine.ts';
import { findProgram } from './find-program.ts';
import { SetupError } from './setup-error.ts';
import { startDockerd } from './start-dockerd.ts';

const ENGINE_PACKAGES = ['docker.io', 'iptables', 'ca-certificates'];

/**
 * The Docker Engine. Where there is none, and this is Debian or Ubuntu as root, it is installed and started with the person's consent.
 * Throws a `SetupError` that says what to do otherwise.
 */
export async function provideEngine(
  machine: Machine,
  where: { dockerHost: string | undefined; dataDir: string },
): Promise<Docker> {
  const state = await findEngine(where.dockerHost);
  if (state.kind === 'ready') return state.docker;
  const refusal = new SetupError(explainEngine(state));
  const repairable = state.kind === 'absent' || state.kind === 'not-answering';
  // An engine that DOCKER_HOST names is somebody else's to start.
  if (!repairable || where.dockerHost !== undefined || !(await canInstallPackages())) throw refusal;

  const installed = (await findProgram(['dockerd'])) !== undefined;
  if (installed) {
    if (!(await machine.consent('The Docker Engine is installed and does not run. Start it?'))) throw refusal;
  } else if (!(await offerPackages(machine, ENGINE_PACKAGES, 'There is no Docker Engine on this machine.'))) {
    throw refusal;
  }
  return machine.progress.step(`Starting the Docker Engine (log: ${join(where.dataDir, 'dockerd.log')})`, () =>
    startDockerd(where.dataDir, machine.signal),
  );
}
