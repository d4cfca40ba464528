import { expect, test } from 'vitest';
import { placeCgroup } from './cgroup-placement.ts';

test('on cgroup v1 a sandbox has a folder in every controller', () => {
  const { parent, folders } = placeCgroup('drydock-1-2', { version: 1, driver: 'cgroupfs' });
  expect(parent).toBe('/drydock-1-2');
  expect(folders).toContain('memory/drydock-1-2');
  expect(folders).toContain('pids/drydock-1-2');
});

test('on cgroup v2 it has one', () => {
  expect(placeCgroup('drydock-1-2', { version: 2, driver: 'cgroupfs' })).toEqual({
    parent: '/drydock-1-2',
    folders: ['drydock-1-2'],
    traces: ['drydock-1-2'],
  });
});

test('systemd nests slices by their hyphens', () => {
  expect(placeCgroup('drydock-1-2', { version: 2, driver: 'systemd' })).toEqual({
    parent: 'drydock-1-2.slice',
    folders: ['drydock.slice/drydock-1.slice/drydock-1-2.slice'],
    traces: ['drydock.slice/drydock-1.slice/drydock-1-2.slice'],
  });
  expect(placeCgroup('drydock-1-2', { version: 1, driver: 'systemd' }).folders).toContain(
    'memory/drydock.slice/drydock-1.slice/drydock-1-2.slice',
  );
});
