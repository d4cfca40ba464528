import { expect, test } from 'vitest';
import { sandboxIdSchema } from '../../src/shared/ids.ts';
import { optionsLabel } from '../domain/docker-names.ts';
import { type SandboxContainer, sandboxContainerOptions } from './container-options.ts';

const MIB = 1024 ** 2;

const sandbox: SandboxContainer = {
  installation: '0123abcd',
  sandboxId: sandboxIdSchema.parse('a'.repeat(16)),
  image: 'drydock/sandbox:1',
  network: { name: 'drydock-0123abcd', gatewayAddress: '172.20.0.1' },
  limits: { memoryBytes: 512 * MIB, cpus: 1.5, pids: 400, diskBytes: 1024 * MIB },
  cgroup: { version: 1, driver: 'cgroupfs' },
};

const hostConfigOf = (more: Partial<SandboxContainer> = {}) => {
  const { HostConfig } = sandboxContainerOptions({ ...sandbox, ...more });
  if (!HostConfig) throw new Error('no HostConfig');
  return HostConfig;
};

const variants: readonly Partial<SandboxContainer>[] = [
  {},
  { cgroup: { version: 2, driver: 'systemd' } },
  { cgroup: { version: 2, driver: 'cgroupfs' }, appArmorProfile: 'unconfined' },
];

test.each(variants)('a sandbox is never privileged, whatever the host is like: %j', (variant) => {
  const config = hostConfigOf(variant);
  expect(config.Privileged).toBe(false);
  expect(config.CapDrop).toEqual(['ALL']);
  expect(config.CapAdd).toEqual(['SETUID', 'SETGID', 'FOWNER', 'CHOWN']);
  expect(config.ReadonlyRootfs).toBe(true);
  expect(config.NetworkMode).toBe('drydock-0123abcd');
  expect(config.PidMode).toBeUndefined();
  expect(config.UsernsMode).toBe('host');
  expect(config.IpcMode).toBe('private');
  expect(config.PortBindings).toBeUndefined();
  expect(config.Devices).toHaveLength(1);
});

test.each(variants)('of the host it sees its own cgroups and nothing else: %j', (variant) => {
  const sources = (hostConfigOf(variant).Binds ?? []).map((bind) => bind.split(':')[0] ?? '');
  for (const source of sources) expect(source).toMatch(/^\/sys\/fs\/cgroup\/.*drydock-0123abcd-a{16}(\.slice)?$/);
});

test('its system calls are a list of ours', () => {
  const options: readonly string[] = hostConfigOf().SecurityOpt;
  const seccomp = options.find((option) => option.startsWith('seccomp='))?.slice('seccomp='.length) ?? '';
  const { syscalls } = JSON.parse(seccomp) as { syscalls: { names: string[]; errnoRet: number }[] };
  const errorOf = (name: string) => syscalls.find(({ names }) => names.includes(name))?.errnoRet;
  for (const name of ['bpf', 'kexec_load', 'init_module', 'open_by_handle_at', 'reboot']) expect(errorOf(name)).toBe(1);
  // Programs fall back to something else where a call does not exist, and give up where it is refused.
  for (const name of ['keyctl', 'move_mount', 'io_uring_setup']) expect(errorOf(name)).toBe(38);
  for (const name of ['mount', 'unshare', 'setns', 'clone']) expect(errorOf(name)).toBeUndefined();
  expect(options).not.toContain('seccomp=unconfined');
});

test('on cgroup v1 the start script gets the limits, and a part of each controller', () => {
  const { Env, HostConfig } = sandboxContainerOptions(sandbox);
  expect(Env).toContain(`DRYDOCK_MEMORY_BYTES=${512 * MIB}`);
  expect(Env).toContain('DRYDOCK_CPU_QUOTA_US=150000');
  expect(Env).toContain('DRYDOCK_PIDS=400');
  expect(Env).toContain('DRYDOCK_CONTAINER_PIDS=300');
  expect(HostConfig?.CgroupParent).toBe(`/drydock-0123abcd-${'a'.repeat(16)}`);
  expect(HostConfig?.Binds).toContain(`/sys/fs/cgroup/memory/drydock-0123abcd-${'a'.repeat(16)}:/sys/fs/cgroup/memory`);
});

test('on cgroup v2 the host engine holds the limits, and the slice lies where the start script looks', () => {
  const config = hostConfigOf({ cgroup: { version: 2, driver: 'systemd' } });
  expect(config).toMatchObject({ Memory: 512 * MIB, MemorySwap: 512 * MIB, NanoCpus: 1_500_000_000, PidsLimit: 400 });
  const slice = `drydock-0123abcd-${'a'.repeat(16)}.slice`;
  expect(config.CgroupParent).toBe(slice);
  expect(config.Binds).toEqual([`/sys/fs/cgroup/drydock.slice/drydock-0123abcd.slice/${slice}:/hostcg`]);
});

test('AppArmor is named only where the host has it', () => {
  const named = (more: Partial<SandboxContainer>) =>
    hostConfigOf(more).SecurityOpt.filter((option: string) => option.startsWith('apparmor='));
  expect(named({})).toEqual([]);
  expect(named({ appArmorProfile: 'unconfined' })).toEqual(['apparmor=unconfined']);
});

test('a change of anything shows in the label by which an old container is told', () => {
  const label = (more: Partial<SandboxContainer>) =>
    sandboxContainerOptions({ ...sandbox, ...more }).Labels?.[optionsLabel];
  expect(label({})).toBe(label({}));
  expect(label({ image: 'drydock/sandbox:2' })).not.toBe(label({}));
  expect(label({ limits: { ...sandbox.limits, pids: 401 } })).not.toBe(label({}));
});
