import { expect, test } from 'vitest';
import { countByFile, table } from './host-report.ts';

const assertion = (fullName: string, status: string) => ({ fullName, status });

test('counts are split by file, and a file that could not be loaded is a failure of its own', () => {
  const report = {
    testResults: [
      {
        name: '/root/a.test.ts',
        status: 'failed',
        assertionResults: [assertion('one', 'passed'), assertion('two', 'failed')],
      },
      { name: '/root/b.test.ts', status: 'failed', assertionResults: [] },
      { name: '/root/c.test.ts', status: 'passed', assertionResults: [assertion('three', 'skipped')] },
    ],
  };
  expect(countByFile(report, '/root')).toEqual([
    { file: 'a.test.ts', passed: 1, failed: [{ name: '/root/a.test.ts: two', reason: '' }], skipped: 0 },
    { file: 'b.test.ts', passed: 0, failed: [{ name: '/root/b.test.ts', reason: '' }], skipped: 0 },
    { file: 'c.test.ts', passed: 0, failed: [], skipped: 1 },
  ]);
});

test('columns line up', () => {
  expect(
    table([
      ['kernel', '6.12'],
      ['cgroup version', '2'],
    ]),
  ).toBe('kernel          6.12\ncgroup version  2');
});
