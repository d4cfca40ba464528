import { expect, test } from 'vitest';
import { fine, mustFix, warning } from '../server/sandbox/finding.ts';
import { refuse } from './refuse-unfit-host.ts';
import { SetupError } from './setup-error.ts';

const well = fine('port', 'Port 4321 is free.');
const loop = warning('no-loop-devices', 'No loop devices.', 'Disks have no limit.', '`modprobe loop`');
const seccomp = mustFix('no-seccomp', 'No seccomp.', 'It is a wall.', 'Another kernel.');
const tun = mustFix('no-tun', 'No tun.', 'It is a way.', '`modprobe tun`');

test('warnings refuse nobody', () => {
  expect(() => refuse([well, loop])).not.toThrow();
});

test('a host is refused by the names of all its faults, each with its way out', () => {
  expect(() => refuse([seccomp, loop, tun])).toThrow(SetupError);
  expect(() => refuse([seccomp, loop, tun])).toThrow(
    /\[no-seccomp\][^]*Another kernel[^]*\[no-tun\][^]*modprobe tun[^]*npm run doctor/,
  );
  expect(() => refuse([seccomp, loop, tun])).not.toThrow(/\[no-loop-devices\]/);
});
