import { expect, test } from 'vitest';
import { fine, mustFix, warning } from '../server/sandbox/finding.ts';
import { describeFinding, summarize } from './print-findings.ts';

const well = fine('port', 'Port 4321 is free.');
const loop = warning('no-loop-devices', 'No loop devices.', 'Disks have no limit.', '`modprobe loop`');
const seccomp = mustFix('no-seccomp', 'No seccomp.', 'It is a wall.', 'Another kernel.');

test('what is well is a line; a fault is one each for what, why and the way out', () => {
  expect(describeFinding(well)).toBe('✓ Port 4321 is free.');
  expect(describeFinding(loop).split('\n')).toEqual([
    '! warning: No loop devices. [no-loop-devices]',
    '    Disks have no limit.',
    '    → `modprobe loop`',
  ]);
  expect(describeFinding(seccomp)).toMatch(/^✗ must be fixed: No seccomp\. \[no-seccomp\]\n/);
});

test('the last line counts faults and warnings', () => {
  expect(summarize([well])).toBe('This host is fit for Drydock.');
  expect(summarize([well, loop])).toBe('This host is fit for Drydock, with 1 warning.');
  expect(summarize([seccomp, loop, loop])).toBe(
    'This host is not fit for Drydock: 1 thing must be fixed, with 2 warnings.',
  );
  expect(summarize([seccomp, seccomp])).toBe('This host is not fit for Drydock: 2 things must be fixed.');
});
