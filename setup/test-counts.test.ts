import { expect, test } from 'vitest';
import { closingLine, countPlaywright, countVitest, describeFailures } from './test-counts.ts';

test('Vitest: a file that could not be loaded is a failure', () => {
  const counts = countVitest({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'one', status: 'passed' },
          { fullName: 'two', status: 'failed', failureMessages: ['expected 1 to be 2'] },
          { fullName: 'three', status: 'pending' },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    ],
  });
  expect(counts).toEqual({
    passed: 1,
    failed: [
      { name: 'a.test.ts: two', reason: 'expected 1 to be 2' },
      { name: 'b.test.ts', reason: 'no such module' },
    ],
    skipped: 1,
  });
});

test('Playwright: flaky is failed, and so is an error outside of the tests', () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    tests: [{ status, results: message === undefined ? [] : [{ errors: [{ message }] }] }],
  });
  const counts = countPlaywright({
    suites: [
      {
        title: 'a.spec.ts',
        specs: [spec('one', 'expected')],
        suites: [
          {
            title: 'inner',
            specs: [spec('two', 'flaky'), spec('three', 'unexpected', 'Not there'), spec('four', 'skipped')],
          },
        ],
      },
    ],
    errors: [{ message: 'No server\nat line 1' }],
  });
  expect(counts).toEqual({
    passed: 1,
    failed: [
      { name: 'a.spec.ts › inner › two', reason: '' },
      { name: 'a.spec.ts › inner › three', reason: 'Not there' },
      { name: 'an error outside of the tests', reason: 'No server\nat line 1' },
    ],
    skipped: 1,
  });
});

test('what failed is named with its reason, without colours, and no longer than is read', () => {
  const long = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
  const lines = describeFailures(
    [
      { name: '/home/a.test.ts: one', reason: '\x1b[31mexpected 1\x1b[39m\nto be 2' },
      { name: 'b', reason: '' },
      { name: 'c', reason: long },
    ],
    '/home',
  ).split('\n');
  expect(lines.slice(0, 5)).toEqual(['✗ a.test.ts: one', '    expected 1', '    to be 2', '✗ b', '✗ c']);
  expect(lines.slice(-2)).toEqual(['    line 19', '']);
});

test('the closing line names skipped tests only when there are any', () => {
  const none = { passed: 2, failed: [], skipped: 0 };
  expect(closingLine([none, none])).toBe('4 passed, 0 failed');
  expect(closingLine([none, { passed: 0, failed: [{ name: 'x', reason: '' }], skipped: 3 }])).toBe(
    '2 passed, 1 failed, 3 skipped',
  );
});
