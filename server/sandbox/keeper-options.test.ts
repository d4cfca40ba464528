import { expect, test } from 'vitest';
import { optionsLabel } from '../domain/docker-names.ts';
import { keeperContainerOptions } from './keeper-options.ts';

const keeper = { installation: '0123abcd', image: 'drydock/keeper:1', hasAppArmor: false };

test('the keeper is on no network, writes to nothing of its own, and has one capability', () => {
  const { name, HostConfig } = keeperContainerOptions(keeper);
  expect(name).toBe('drydock-0123abcd-keeper');
  expect(HostConfig?.NetworkMode).toBe('none');
  expect(HostConfig?.ReadonlyRootfs).toBe(true);
  expect(HostConfig?.Privileged).toBeUndefined();
  expect(HostConfig?.CapDrop).toEqual(['ALL']);
  expect(HostConfig?.CapAdd).toEqual(['DAC_OVERRIDE']);
  expect(HostConfig?.SecurityOpt).toEqual(['no-new-privileges']);
});

test('of the host it may open loop devices, and reaches its cgroups', () => {
  const { HostConfig } = keeperContainerOptions(keeper);
  expect(HostConfig?.DeviceCgroupRules).toEqual(['b 7:* rwm', 'c 10:237 rwm']);
  expect(HostConfig?.Binds).toEqual(['/dev:/dev:ro', '/sys/fs/cgroup:/host-cgroups']);
});

test('it may load a profile where the host has AppArmor, and only there', () => {
  const { HostConfig } = keeperContainerOptions({ ...keeper, hasAppArmor: true });
  expect(HostConfig?.CapAdd).toEqual(['DAC_OVERRIDE', 'MAC_ADMIN']);
  expect(HostConfig?.SecurityOpt).toContain('apparmor=unconfined');
  expect(HostConfig?.Binds).toContain('/sys/kernel/security:/sys/kernel/security');
});

test('another image is another keeper', () => {
  const label = (image: string) => keeperContainerOptions({ ...keeper, image }).Labels?.[optionsLabel];
  expect(label('drydock/keeper:2')).not.toBe(label('drydock/keeper:1'));
});
