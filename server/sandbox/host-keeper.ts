import { basename } from 'node:path';
import type Docker from 'dockerode';
import { z } from 'zod';
import { disksVolumeName, keeperName } from '../domain/docker-names.ts';
import { unlessMissing } from '../domain/engine-errors.ts';
import { Serial } from '../domain/serial.ts';
import { createKeeperCommands, KeeperCommandError } from './keeper-commands.ts';
import type { KeeperContainer } from './keeper-options.ts';
import type { HostUsage } from './port.ts';
import { stopSlices } from './stop-slices.ts';

/** By which the image's `disk` says that there is no loop device to be had. */
const NO_LOOP_DEVICE = 3;

/** The host has no loop devices, so no disk can be held to a size. */
export class DisksUnavailableError extends Error {
  override readonly name = 'DisksUnavailableError';
}

/** Does for sandboxes what only the host's root can: disks of fixed size, cgroups, the AppArmor profile, a look at memory and disk. */
export interface HostKeeper {
  /**
   * Creates the keeper's container where it is missing or no longer current, starts it where it does not run, and loads the AppArmor profile where the
   * host has AppArmor. Releases disks that were attached minutes ago and never released. Safe at any time, in several processes too.
   */
  start(signal: AbortSignal): Promise<void>;
  /**
   * Path on the host of the block device with the sandbox's ext4 file system: made where it is not there, attached where it is not. The path is always the
   * same, and leads to the device until the disk is released. The size, in bytes, counts when the disk is made.
   * Rejects with `DisksUnavailableError` where the host has no loop devices.
   */
  attachDisk(name: string, sizeBytes: number): Promise<string>;
  /** From now on the disk is detached as soon as nothing has it mounted. Safe at any time. */
  releaseDisk(name: string): Promise<void>;
  /** A disk that is still mounted loses its name at once, and its room when it is unmounted. */
  removeDisks(names: readonly string[]): Promise<void>;
  diskNames(): Promise<readonly string[]>;
  /** Bytes that the disk's file really takes on the host. */
  allocatedBytes(name: string): Promise<number>;
  /**
   * Removes cgroups of sandboxes that are gone, by their folders below /sys/fs/cgroup, with those inside: the host engine made them and does not take them
   * back. Rejects where one is still in use after seconds.
   */
  sweepCgroups(folders: readonly string[]): Promise<void>;
  /**
   * On cgroup v1, where a paused sandbox's own containers run on: leaves them next to no processor, or gives it back. By the sandbox's folder of the `cpu`
   * controller. A missing one is no error.
   */
  throttle(folder: string): Promise<void>;
  unthrottle(folder: string): Promise<void>;
  /**
   * On cgroup v1, where the limits are on a folder that the host engine does not know: sets those of a running sandbox. `cpuQuotaUs` is of a period of 100 ms. Rejects where more is in
   * use than that. A missing folder is no error.
   */
  limit(folder: string, limits: { readonly memoryBytes: number; readonly cpuQuotaUs: number }): Promise<void>;
  /** Name of our profile, which is loaded then; `undefined` where the host has no AppArmor. Rejects, naming the reason, where it can't be loaded. */
  appArmorProfile(): Promise<string | undefined>;
  usage(): Promise<HostUsage>;
  /** Takes the container away; the disks stay. */
  stop(): Promise<void>;
  /** Takes the container and all disks away, for an installation that is given up. */
  remove(): Promise<void>;
}

export interface HostKeeperOptions extends KeeperContainer {
  readonly docker: Docker;
}

const bytesSchema = z.coerce.number().int().nonnegative();
const usageSchema = z.tuple([bytesSchema, bytesSchema, bytesSchema, bytesSchema]);

/** The keeper in a small container, reached through the host engine's API alone, so that the host may be elsewhere. */
export function createHostKeeper(options: HostKeeperOptions): HostKeeper {
  const { docker, installation, hasAppArmor } = options;
  const commands = createKeeperCommands(docker, options);
  let isStopped = false;
  /** Brings the keeper up where it is not; one that was stopped on purpose stays so. */
  const run = async (command: readonly string[], signal?: AbortSignal): Promise<readonly string[]> => {
    if (isStopped) throw new Error('The keeper was stopped.');
    return commands.run(command, signal);
  };
  const volume = docker.getVolume(disksVolumeName(installation));
  // What was asked for before, such as a release, must not undo what is asked for after it, such as an attachment.
  const serial = new Serial<string>();
  let disksFolder: string | undefined;
  let loadedProfile: string | undefined;

  const diskPath = async (name: string): Promise<string> => {
    disksFolder ??= (await volume.inspect()).Mountpoint;
    return `${disksFolder}/${name}.dev`;
  };

  const attach = async (name: string, sizeBytes: number): Promise<string> => {
    try {
      await run(['disk', 'attach', name, String(sizeBytes)]);
    } catch (error) {
      if (!(error instanceof KeeperCommandError) || error.exitCode !== NO_LOOP_DEVICE) throw error;
      throw new DisksUnavailableError(
        `The host has no loop device for a sandbox's disk (${error.reason}), so its size can't be limited. Load the kernel's module on the host: \`modprobe loop\`.`,
        { cause: error },
      );
    }
    return diskPath(name);
  };

  const loadProfile = async (signal?: AbortSignal): Promise<string | undefined> => {
    if (!hasAppArmor) return undefined;
    try {
      [loadedProfile] = await run(['load-profile'], signal);
      return loadedProfile;
    } catch (error) {
      const reason = error instanceof KeeperCommandError ? error.reason : String(error);
      throw new Error(`The host has AppArmor, and the sandboxes' profile can't be loaded: ${reason}`, { cause: error });
    }
  };

  const stop = async (): Promise<void> => {
    isStopped = true;
    await unlessMissing(docker.getContainer(keeperName(installation)).remove({ force: true }));
  };

  return {
    async start(signal) {
      isStopped = false;
      await commands.bringUp(signal);
      await loadProfile(signal);
      await run(['disk', 'tidy'], signal);
    },

    attachDisk: (name, sizeBytes) => serial.run(name, () => attach(name, sizeBytes)),
    releaseDisk: (name) =>
      serial.run(name, async () => {
        await run(['disk', 'release', name]);
      }),
    async removeDisks(names) {
      if (names.length > 0) await run(['disk', 'remove', ...names]);
    },
    diskNames: () => run(['disk', 'names']),
    allocatedBytes: async (name) => bytesSchema.parse((await run(['disk', 'allocated', name]))[0]),

    async sweepCgroups(folders) {
      const slices = folders.filter((folder) => folder.endsWith('.slice')).map((folder) => basename(folder));
      if (slices.length > 0) await stopSlices(docker, options, [...new Set(slices)]);
      if (folders.length > 0) await run(['cgroup', 'sweep', ...folders]);
    },

    throttle: (folder) =>
      serial.run(folder, async () => {
        await run(['cgroup', 'throttle', folder]);
      }),
    unthrottle: (folder) =>
      serial.run(folder, async () => {
        await run(['cgroup', 'unthrottle', folder]);
      }),

    limit: (folder, { memoryBytes, cpuQuotaUs }) =>
      serial.run(folder, async () => {
        await run(['cgroup', 'limit', String(memoryBytes), String(cpuQuotaUs), folder]);
      }),

    appArmorProfile: async () => loadedProfile ?? loadProfile(),

    async usage() {
      const [memoryTotalBytes, memoryAvailableBytes, diskTotalBytes, diskFreeBytes] = usageSchema.parse(
        await run(['usage']),
      );
      return { memoryTotalBytes, memoryAvailableBytes, diskTotalBytes, diskFreeBytes };
    },

    stop,
    async remove() {
      if (await unlessMissing(volume.inspect())) await run(['disk', 'remove-all']);
      await stop();
      await unlessMissing(volume.remove());
    },
  };
}
