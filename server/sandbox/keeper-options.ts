import type { ContainerCreateOptions } from 'dockerode';
import { disksVolumeName, dockerLabels, keeperName, optionsLabel } from '../domain/docker-names.ts';
import { optionsHash } from '../domain/options-hash.ts';
import { imageStoreMount } from './image-store-mount.ts';

export interface KeeperContainer {
  readonly installation: string;
  /** The keeper image's tag on the host engine. */
  readonly image: string;
  readonly hasAppArmor: boolean;
  /** The volume with the image store. A new disk gets what it has for it. */
  readonly imageStore?: string;
}

/** The host's major number of loop devices, and its one device that hands them out. */
const LOOP_DEVICES = ['b 7:* rwm', 'c 10:237 rwm'];

/** A command is a handful of processes, and as many sandboxes as may be opened at once. */
const PIDS = 512;

/** How the keeper's container is made: on no network, with the host's loop devices and cgroups, and without rights over anything else of the host's. */
export function keeperContainerOptions(keeper: KeeperContainer): ContainerCreateOptions & { name: string } {
  const { installation, image, hasAppArmor, imageStore } = keeper;
  const labels = dockerLabels(installation, 'keeper');
  const options: ContainerCreateOptions = {
    Image: image,
    User: '0:0',
    HostConfig: {
      NetworkMode: 'none',
      Init: true,
      ReadonlyRootfs: true,
      Tmpfs: { '/run': 'rw,nosuid,nodev,noexec,size=1m' },
      Binds: [
        // Which devices may be opened is said below; a loop device that the kernel adds later must be there too.
        '/dev:/dev:ro',
        '/sys/fs/cgroup:/host-cgroups',
        ...(hasAppArmor ? ['/sys/kernel/security:/sys/kernel/security'] : []),
      ],
      Mounts: [
        {
          Type: 'volume',
          Source: disksVolumeName(installation),
          Target: '/disks',
          VolumeOptions: { NoCopy: true, Labels: labels, DriverConfig: { Name: 'local', Options: {} } },
        },
        ...(imageStore === undefined ? [] : [imageStoreMount(imageStore)]),
      ],
      DeviceCgroupRules: LOOP_DEVICES,
      CapDrop: ['ALL'],
      // The cgroups inside a sandbox are the learner's. A profile is loaded by the second.
      CapAdd: ['DAC_OVERRIDE', ...(hasAppArmor ? ['MAC_ADMIN'] : [])],
      SecurityOpt: ['no-new-privileges', ...(hasAppArmor ? ['apparmor=unconfined'] : [])],
      // Where the host engine maps users itself, the host's files would be nobody's.
      UsernsMode: 'host',
      PidsLimit: PIDS,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } },
    },
  };
  return {
    ...options,
    name: keeperName(installation),
    Labels: { ...labels, [optionsLabel]: optionsHash(options) },
  };
}
