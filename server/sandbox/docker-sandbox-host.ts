import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Container, ContainerInspectInfo } from 'dockerode';
import type { SandboxId } from '../../src/shared/ids.ts';
import { sandboxIdSchema } from '../../src/shared/ids.ts';
import {
  imageStoreLabel,
  installationLabel,
  optionsLabel,
  roleLabel,
  sandboxLabel,
  sandboxName,
} from '../domain/docker-names.ts';
import {
  isEngineStatus,
  isNotRunning,
  unlessMissing,
  wasOvertaken,
  wasTooBusyToFreeze,
} from '../domain/engine-errors.ts';
import type { InternetDoor } from '../domain/internet-access.ts';
import { raceSignal } from '../domain/race-signal.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import { Serial } from '../domain/serial.ts';
import { placeCgroup } from './cgroup-placement.ts';
import { readCgroupSetup } from './cgroup-setup.ts';
import type { SandboxLimits } from './container-options.ts';
import { sandboxContainerOptions } from './container-options.ts';
import { createDockerReadySandbox, untilEngineListens } from './docker-ready-sandbox.ts';
import { ExecGate } from './exec-gate.ts';
import { DisksUnavailableError, type HostKeeper } from './host-keeper.ts';
import { createInternetPolicies } from './internet-policies.ts';
import type { HostedSandbox, ReadySandbox, SandboxHost } from './port.ts';
import { createAllowances } from './sandbox-allowances.ts';

/** A pause takes some milliseconds, and a command that starts before it a little longer. An engine that hangs must not hold up the end of the server. */
const PAUSE_TIMEOUT_MS = 15_000;

/** A cold start takes half a second; thirty at once on two cores take ten. */
const OPEN_TIMEOUT_MS = 60_000;

/** A look into the packet filter and a change of it take a tenth of a second; thirty that start at once wait for each other. */
const DOOR_TIMEOUT_MS = 20_000;

/** Each keeps the host engine and its disk busy; learners are working meanwhile. */
const REMOVALS_AT_ONCE = 4;

/** runc gives up where its processes do not come to stand within a third of a second. On two cores with twenty programs that wanted them, none of 50 pauses took a second try. */
const PAUSE_TRIES = 10;
const PAUSE_AGAIN_MS = 200;

/** How often another process may have been quicker, before something else must be wrong. */
const BRING_UP_TRIES = 5;

export interface DockerSandboxHostOptions {
  readonly docker: Docker;
  /** The installation's id: 8 hex digits. */
  readonly installation: string;
  /** The sandbox image's tag on the host engine. */
  readonly image: string;
  /** The volume with the image store that new sandboxes get. */
  readonly imageStore?: string;
  readonly network: SandboxNetwork;
  readonly limits: SandboxLimits;
  readonly keeper: HostKeeper;
  /** Left out where the network reaches nothing. */
  readonly door?: InternetDoor | undefined;
  /** Hears why a sandbox was made without a limit of its disk, or left something on the host. */
  readonly onWarning: (reason: unknown) => void;
}

/** What of a sandbox is decided once, when its disk is made. */
interface Foundation {
  readonly diskDevice?: string;
  readonly imageStore?: string;
}

/** Sandboxes as containers on a Docker Engine, local or elsewhere. Rejects when the engine can't hold sandboxes. */
export async function createDockerSandboxHost(options: DockerSandboxHostOptions): Promise<SandboxHost> {
  const { docker, installation, image, limits, keeper, onWarning } = options;
  const { cgroup } = await readCgroupSetup(docker);
  const appArmorProfile = await keeper.appArmorProfile();
  const opening = new Map<SandboxId, Promise<ReadySandbox>>();
  const gates = new Map<SandboxId, ExecGate>();
  const serial = new Serial<SandboxId>();
  /** Of those that were opened here, when their engines could be asked, since they were started last. */
  const listening = new Map<SandboxId, Promise<void>>();
  /** Those whose own containers have been given back the processor by us, or never lost it. */
  const unthrottled = new Set<SandboxId>();

  const allowances = createAllowances({
    containerOf: (id) => containerOf(id),
    placementOf: (id) => placeCgroup(nameOf(id), cgroup),
    keeper,
    most: limits,
    onWarning,
  });

  const internet = options.door && createInternetPolicies(options.door);

  /** Resolves when the sandbox reaches what it may and no more; `found` is left out of one that was started just now. */
  const holdInternet = async (id: SandboxId, abortSignal: AbortSignal, found?: ContainerInspectInfo): Promise<void> => {
    if (!internet) return;
    const { NetworkSettings, State } = found ?? (await containerOf(id).inspect({ abortSignal }));
    const address = NetworkSettings.Networks[options.network.name]?.IPAddress;
    if (!address)
      throw new Error(`Sandbox ${id} has no address on ${options.network.name}: nothing can keep it closed.`);
    const run = { address, startedAt: State.StartedAt };
    await internet.hold(id, run, found === undefined, abortSignal);
  };

  const gateOf = (id: SandboxId): ExecGate => {
    const gate = gates.get(id) ?? new ExecGate();
    gates.set(id, gate);
    return gate;
  };
  const nameOf = (id: SandboxId) => sandboxName(installation, id);
  const containerOf = (id: SandboxId) => docker.getContainer(nameOf(id));

  const containerOptions = (sandboxId: SandboxId, foundation: Foundation) =>
    sandboxContainerOptions({
      installation,
      sandboxId,
      image,
      network: options.network,
      limits: { ...limits, ...allowances.of(sandboxId) },
      cgroup,
      ...foundation,
      ...(appArmorProfile === undefined ? {} : { appArmorProfile }),
    });

  const newDisk = async (id: SandboxId): Promise<string | undefined> => {
    try {
      return await keeper.attachDisk(nameOf(id), limits.diskBytes);
    } catch (error) {
      if (!(error instanceof DisksUnavailableError)) throw error;
      onWarning(error);
      return undefined;
    }
  };

  /** With its disk attached. Where there is a volume, what that was made with: its images lead into its store. */
  const foundationOf = async (id: SandboxId): Promise<Foundation> => {
    const volume = await unlessMissing(docker.getVolume(nameOf(id)).inspect());
    const diskDevice = volume ? volume.Options?.['device'] : await newDisk(id);
    if (volume && diskDevice) await keeper.attachDisk(nameOf(id), limits.diskBytes);
    const imageStore = volume ? volume.Labels?.[imageStoreLabel] : options.imageStore;
    return { ...(diskDevice ? { diskDevice } : {}), ...(imageStore ? { imageStore } : {}) };
  };

  const startStopped = async (
    container: Container,
    found: ContainerInspectInfo | undefined,
    id: SandboxId,
    abortSignal: AbortSignal,
  ): Promise<void> => {
    const foundation = await foundationOf(id);
    const allowance = allowances.of(id);
    const wanted = containerOptions(id, foundation);
    // Its files and images are in the volume, which stays.
    const create = async () => {
      if (found) await unlessMissing(container.remove({ force: true, abortSignal }));
      await docker.createContainer({ ...wanted, abortSignal });
    };
    try {
      const isCurrent = found?.Config.Labels[optionsLabel] === wanted.Labels?.[optionsLabel];
      if (!isCurrent) await create();
      await container.start({ abortSignal }).catch(async (error: unknown) => {
        // One whose start was cut off with the engine itself can't be started again.
        if (!isCurrent || !isEngineStatus(error, 500)) throw error;
        await create();
        await container.start({ abortSignal });
      });
      allowances.noteStart(id, allowance);
    } finally {
      // Mounted by now, or not needed: the engine keeps it until the sandbox stops.
      if (foundation.diskDevice !== undefined) void keeper.releaseDisk(nameOf(id)).catch(() => {});
    }
  };

  const throttle = async (id: SandboxId): Promise<void> => {
    const { unpausedFolder } = placeCgroup(nameOf(id), cgroup);
    unthrottled.delete(id);
    if (unpausedFolder !== undefined) await keeper.throttle(unpausedFolder).catch(onWarning);
  };

  /** Nobody waits for it: the shell is there at once. */
  const unthrottle = (id: SandboxId): void => {
    const { unpausedFolder } = placeCgroup(nameOf(id), cgroup);
    unthrottled.add(id);
    if (unpausedFolder !== undefined) void keeper.unthrottle(unpausedFolder).catch(onWarning);
  };

  /** Resolves with whether it was started just now. Its learner's processes run on only where it reaches what it may. */
  const bringUp = async (id: SandboxId, abortSignal: AbortSignal): Promise<boolean> => {
    const container = containerOf(id);
    for (let tries = 1; ; tries += 1) {
      const found = await unlessMissing(container.inspect({ abortSignal }));
      // The setting of the network was changed while it ran on or was paused; on the old one it reaches nothing.
      const isElsewhere = found?.State.Running && found.HostConfig.NetworkMode !== options.network.name;
      if (found?.State.Running && !found.State.Paused && !isElsewhere) {
        // One that somebody else started meanwhile has an address that nobody has looked at.
        await holdInternet(id, abortSignal, tries > 1 ? undefined : found);
        return tries > 1;
      }
      try {
        if (isElsewhere) {
          await unlessMissing(container.remove({ force: true, abortSignal }));
          await startStopped(container, undefined, id, abortSignal);
          await holdInternet(id, abortSignal);
          return true;
        }
        if (found?.State.Paused) {
          unthrottled.delete(id);
          await holdInternet(id, abortSignal, found);
          await container.unpause({ abortSignal });
        } else {
          await startStopped(container, found, id, abortSignal);
          await holdInternet(id, abortSignal);
        }
        return !found?.State.Paused;
      } catch (error) {
        // Of one that was resumed meanwhile the engine says 500.
        const mayLookAgain = found?.State.Paused || wasOvertaken(error);
        if (!mayLookAgain || tries === BRING_UP_TRIES) throw error;
      }
    }
  };

  const openOnce = async (id: SandboxId): Promise<ReadySandbox> => {
    const justStarted = await bringUp(id, AbortSignal.timeout(OPEN_TIMEOUT_MS));
    // A start gives it back by itself. A server that was killed may have left one that runs throttled.
    if (justStarted) unthrottled.add(id);
    else if (!unthrottled.has(id)) unthrottle(id);
    const gate = gateOf(id);
    gate.open();
    const container = containerOf(id);
    // One that was found running may have been started a moment ago, by whoever was quicker.
    const known = justStarted ? undefined : listening.get(id);
    const listens = known ?? untilEngineListens(container, id, gate);
    listening.set(id, listens);
    allowances.apply(id);
    return createDockerReadySandbox(container, id, { gate, listens });
  };

  const filters = () => ({ label: [`${installationLabel}=${installation}`, `${roleLabel}=sandbox`] });

  const list = async (): Promise<readonly HostedSandbox[]> => {
    const containers = await docker.listContainers({ all: true, filters: filters() });
    return containers.flatMap(({ Labels, State }): HostedSandbox[] => {
      const id = sandboxIdSchema.safeParse(Labels[sandboxLabel]);
      const state = State === 'running' || State === 'paused' ? State : 'stopped';
      return id.success ? [{ id: id.data, state }] : [];
    });
  };

  const removeOne = (id: SandboxId): Promise<void> =>
    serial.run(id, async () => {
      gates.delete(id);
      listening.delete(id);
      unthrottled.delete(id);
      allowances.forget(id);
      await unlessMissing(containerOf(id).remove({ force: true, v: true }));
      await internet?.forget(id, AbortSignal.timeout(DOOR_TIMEOUT_MS)).catch(onWarning);
      await unlessMissing(docker.getVolume(nameOf(id)).remove({ force: true }));
    });

  const remove = async (ids: readonly SandboxId[]): Promise<void> => {
    if (ids.length === 0) return;
    for (let at = 0; at < ids.length; at += REMOVALS_AT_ONCE) {
      await Promise.all(ids.slice(at, at + REMOVALS_AT_ONCE).map(removeOne));
    }
    await keeper.removeDisks(ids.map(nameOf));
    // Empty folders of the kernel's, which harm nobody.
    await keeper.sweepCgroups(ids.flatMap((id) => placeCgroup(nameOf(id), cgroup).traces)).catch(onWarning);
  };

  /** Resolves with whether it is paused: one that has stopped meanwhile needs no pausing. */
  const freeze = async (id: SandboxId): Promise<boolean> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await containerOf(id).pause();
        return true;
      } catch (error) {
        if (isNotRunning(error)) return false;
        if (!wasTooBusyToFreeze(error) || tries === PAUSE_TRIES) throw error;
        await delay(PAUSE_AGAIN_MS);
      }
    }
  };

  const pause = async (id: SandboxId): Promise<void> => {
    const gate = gateOf(id);
    await gate.close();
    try {
      // Before it is throttled: each of its processes needs the processor once more to come to stand.
      if (await freeze(id)) await throttle(id);
    } catch (error) {
      // The engine says that it runs on. One that does not answer may still be at it, and no command may start then.
      if (isEngineStatus(error, 500)) gate.open();
      throw error;
    }
  };

  const stop = async (id: SandboxId): Promise<void> => {
    const container = containerOf(id);
    try {
      // What is written is on the disk's journal, and what runs would not outlive a stop either way.
      await container.kill();
      await container.wait();
    } catch (error) {
      if (!isNotRunning(error)) throw error;
    }
  };

  return {
    async open(id, signal, allowance) {
      signal.throwIfAborted();
      if (allowance) {
        allowances.set(id, allowance);
        internet?.set(id, allowance.internet);
      }
      let shared = opening.get(id);
      if (!shared) {
        shared = serial.run(id, () => openOnce(id)).finally(() => opening.delete(id));
        opening.set(id, shared);
      }
      return raceSignal(shared, signal);
    },

    pause: (id) =>
      raceSignal(
        serial.run(id, () => pause(id)),
        AbortSignal.timeout(PAUSE_TIMEOUT_MS),
      ),

    stop: (id) => serial.run(id, () => stop(id)),

    list,
    usage: () => keeper.usage(),
    remove,

    async reap(owned) {
      const [containers, volumes, disks] = await Promise.all([
        list(),
        docker.listVolumes({ filters: filters() }),
        keeper.diskNames(),
      ]);
      const prefix = sandboxName(installation, '' as SandboxId);
      const ids = [
        ...containers.map(({ id }) => id),
        ...volumes.Volumes.map(({ Labels }) => Labels?.[sandboxLabel]),
        ...disks.map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : undefined)),
      ].flatMap((text) => {
        const id = sandboxIdSchema.safeParse(text);
        return id.success && !owned.has(id.data) ? [id.data] : [];
      });
      const unowned = [...new Set(ids)];
      await remove(unowned);
      return unowned;
    },
  };
}
