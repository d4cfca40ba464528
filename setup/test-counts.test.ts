import { expect, test } from 'vitest';
import { closingLine, countPlaywright, countVitest } from './test-counts.ts';

test('Vitest: a file that could not be loaded is a failure', () => {
  const counts = countVitest({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'one', status: 'passed' },
          { fullName: 'two', status: 'failed' },
          { fullName: 'three', status: 'pending' },
        ],
      },
      { name: 'b.test.ts', status: 'failed', assertionResults: [] },
    ],
  });
  expect(counts).toEqual({ passed: 1, failed: ['a.test.ts: two', 'b.test.ts'], skipped: 1 });
});

test('Playwright: flaky is failed, and so is an error outside of the tests', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const counts = countPlaywright({
    suites: [
      {
        title: 'a.spec.ts',
        specs: [spec('one', 'expected')],
        suites: [
          { title: 'inner', specs: [spec('two', 'flaky'), spec('three', 'unexpected'), spec('four', 'skipped')] },
        ],
      },
    ],
    errors: [{ message: 'No server\nat line 1' }],
  });
  expect(counts).toEqual({
    passed: 1,
    failed: ['a.spec.ts › inner › two', 'a.spec.ts › inner › three', 'No server'],
    skipped: 1,
  });
});

test('the closing line names skipped tests only when there are any', () => {
  const none = { passed: 2, failed: [], skipped: 0 };
  expect(closingLine([none, none])).toBe('4 passed, 0 failed');
  expect(closingLine([none, { passed: 0, failed: ['x'], skipped: 3 }])).toBe('2 passed, 1 failed, 3 skipped');
});
