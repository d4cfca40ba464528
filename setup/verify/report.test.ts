import { expect, test } from 'vitest';
import type { Proof, Result } from './proof.ts';
import { describeResults } from './report.ts';

const proof = (name: string, what: string): Proof => ({
  id: name,
  name,
  what,
  file: 'x',
  sources: [],
  timeoutMs: 1,
  run: () => Promise.reject(new Error('not run')),
});

test('a table, what is wrong with its place and details, and the counts at the end', () => {
  const results: Result[] = [
    { proof: proof('web-app', 'start'), outcome: 'cached', findings: { faults: [] }, seconds: 0.01 },
    {
      proof: proof('layers', '14 blocks'),
      outcome: 'passed',
      findings: { faults: [], notes: ['Read it.'] },
      seconds: 12.34,
    },
    {
      proof: proof('web-app', 'solution.sh'),
      outcome: 'failed',
      findings: {
        faults: [
          { file: 'a/b.mdx', line: 7, message: 'Not so.', details: ['- shown', '+ printed'] },
          { file: 'a/c.sh', message: 'Hm.', isWarning: true },
        ],
      },
      seconds: 3,
    },
  ];
  expect(describeResults(results)).toBe(`  name     what         result  seconds
· web-app  start        cached
✓ layers   14 blocks    passed     12.3
✗ web-app  solution.sh  failed      3.0

✗ a/b.mdx:7
  Not so.
    - shown
    + printed

! a/c.sh
  Hm.
· Read it.

1 passed, 1 failed, 1 cached`);
});
