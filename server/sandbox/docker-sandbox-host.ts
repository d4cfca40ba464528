import type Docker from 'dockerode';
import type { Container, ContainerInspectInfo } from 'dockerode';
import type { SandboxId } from '../../src/shared/ids.ts';
import { sandboxIdSchema } from '../../src/shared/ids.ts';
import { installationLabel, optionsLabel, roleLabel, sandboxLabel, sandboxName } from '../domain/docker-names.ts';
import { isEngineStatus, unlessMissing } from '../domain/engine-errors.ts';
import { raceSignal } from '../domain/race-signal.ts';
import { placeCgroup } from './cgroup-placement.ts';
import { readCgroupSetup } from './cgroup-setup.ts';
import type { SandboxLimits } from './container-options.ts';
import { sandboxContainerOptions } from './container-options.ts';
import { createDockerReadySandbox } from './docker-ready-sandbox.ts';
import { SandboxesFullError } from './errors.ts';
import { ExecGate } from './exec-gate.ts';
import type { ReadySandbox, SandboxHost } from './port.ts';
import { sweepCgroups } from './sweep-cgroups.ts';

/** A pause takes some milliseconds, and a command that starts before it a little longer. An engine that hangs must not hold up the end of the server. */
const PAUSE_TIMEOUT_MS = 15_000;

/** A cold start takes half a second; thirty at once on two cores take ten. */
const OPEN_TIMEOUT_MS = 60_000;

/** Each keeps the host engine and its disk busy; learners are working meanwhile. */
const REMOVALS_AT_ONCE = 4;

export interface DockerSandboxHostOptions {
  readonly docker: Docker;
  /** The installation's id: 8 hex digits. */
  readonly installation: string;
  /** The sandbox image's tag on the host engine. */
  readonly image: string;
  readonly network: string;
  readonly gatewayAddress: string;
  readonly limits: SandboxLimits;
  /** How many sandboxes may run at once. */
  readonly maxRunning: number;
}

/** Sandboxes as containers on a Docker Engine, local or elsewhere. Rejects when the engine can't hold sandboxes. */
export async function createDockerSandboxHost(options: DockerSandboxHostOptions): Promise<SandboxHost> {
  const { docker, installation, image, limits } = options;
  const { cgroup, hasAppArmor } = await readCgroupSetup(docker);
  const opening = new Map<SandboxId, Promise<ReadySandbox>>();
  const gates = new Map<SandboxId, ExecGate>();

  const gateOf = (id: SandboxId): ExecGate => {
    const gate = gates.get(id) ?? new ExecGate();
    gates.set(id, gate);
    return gate;
  };

  const containerOptions = (sandboxId: SandboxId) =>
    sandboxContainerOptions({
      installation,
      sandboxId,
      image,
      network: { name: options.network, gatewayAddress: options.gatewayAddress },
      limits,
      cgroup,
      // Its default profile stops a rootless engine, and no root is left in a sandbox for a profile to hold.
      ...(hasAppArmor ? { appArmorProfile: 'unconfined' } : {}),
    });

  const create = async (sandboxId: SandboxId, abortSignal: AbortSignal): Promise<void> => {
    const created = await docker.createContainer({ ...containerOptions(sandboxId), abortSignal });
    await created.start({ abortSignal });
  };

  const running = (abortSignal?: AbortSignal) =>
    docker.listContainers({
      filters: { ...filters(), status: ['running'] },
      ...(abortSignal ? { abortSignal } : {}),
    });

  const refuseWhenFull = async (abortSignal: AbortSignal): Promise<void> => {
    const count = (await running(abortSignal)).length;
    if (count >= options.maxRunning) throw new SandboxesFullError(`${count} sandboxes run, which is as many as may.`);
  };

  const bringUp = async (
    container: Container,
    found: ContainerInspectInfo | undefined,
    sandboxId: SandboxId,
    abortSignal: AbortSignal,
  ): Promise<void> => {
    if (found?.State.Running && !found.State.Paused) return;
    await refuseWhenFull(abortSignal);
    if (!found) return create(sandboxId, abortSignal);
    if (found.State.Paused) return container.unpause({ abortSignal });
    if (found.Config.Labels[optionsLabel] === containerOptions(sandboxId).Labels?.[optionsLabel]) {
      return container.start({ abortSignal });
    }
    // Its files and images are in the volume, which stays.
    await container.remove({ force: true, abortSignal });
    return create(sandboxId, abortSignal);
  };

  const openOnce = async (sandboxId: SandboxId): Promise<ReadySandbox> => {
    const abortSignal = AbortSignal.timeout(OPEN_TIMEOUT_MS);
    const container = docker.getContainer(sandboxName(installation, sandboxId));
    const found = await unlessMissing(container.inspect({ abortSignal }));
    await bringUp(container, found, sandboxId, abortSignal);
    const gate = gateOf(sandboxId);
    gate.open();
    return createDockerReadySandbox(container, sandboxId, { justStarted: !found?.State.Running, gate });
  };

  const filters = (more: readonly string[] = []) => ({
    label: [`${installationLabel}=${installation}`, `${roleLabel}=sandbox`, ...more],
  });

  const removeOne = async (id: SandboxId): Promise<void> => {
    await opening.get(id)?.catch(() => {});
    gates.delete(id);
    const name = sandboxName(installation, id);
    await unlessMissing(docker.getContainer(name).remove({ force: true }));
    await unlessMissing(docker.getVolume(name).remove({ force: true }));
  };

  const removeAll = async (ids: readonly SandboxId[]): Promise<void> => {
    for (let at = 0; at < ids.length; at += REMOVALS_AT_ONCE) {
      await Promise.all(ids.slice(at, at + REMOVALS_AT_ONCE).map(removeOne));
    }
    const folders = ids.flatMap((id) => placeCgroup(sandboxName(installation, id), cgroup).traces);
    await sweepCgroups(docker, { installation, image, folders });
  };

  const pauseOne = async (container: Container, id: SandboxId): Promise<void> => {
    await gateOf(id).close();
    try {
      await container.pause();
    } catch (error) {
      // One that has stopped meanwhile needs no pausing.
      if (!isEngineStatus(error, 404) && !isEngineStatus(error, 409)) throw error;
    }
  };

  const pauseRunning = async (): Promise<void> => {
    await Promise.allSettled(opening.values());
    const found = await running();
    await Promise.all(
      found.map(({ Id, Labels }) => pauseOne(docker.getContainer(Id), sandboxIdSchema.parse(Labels[sandboxLabel]))),
    );
  };

  return {
    async open(id, signal) {
      signal.throwIfAborted();
      let shared = opening.get(id);
      if (!shared) {
        shared = openOnce(id).finally(() => opening.delete(id));
        opening.set(id, shared);
      }
      return raceSignal(shared, signal);
    },

    pauseAll: () => raceSignal(pauseRunning(), AbortSignal.timeout(PAUSE_TIMEOUT_MS)),

    remove: (id) => removeAll([id]),

    async reap(owned) {
      const [containers, volumes] = await Promise.all([
        docker.listContainers({ all: true, filters: filters() }),
        docker.listVolumes({ filters: filters() }),
      ]);
      const ids = [...containers, ...volumes.Volumes].flatMap(({ Labels }) => {
        const id = sandboxIdSchema.safeParse(Labels?.[sandboxLabel]);
        return id.success && !owned.has(id.data) ? [id.data] : [];
      });
      const unowned = [...new Set(ids)];
      await removeAll(unowned);
      return unowned;
    },
  };
}
