import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesAgree, linesOf, matchOutput } from './compare-output.ts';
import { normalizeLine } from './varying-words.ts';

/** Lines that a Docker course shows, no two of which say the same. */
const CORPUS = [
  'REPOSITORY   TAG       IMAGE ID       CREATED         SIZE',
  'hello        1.1       5a80a0175d41   1 second ago    2.03MB',
  'hello        1.0       6e0b36cec46b   8 seconds ago   2.03MB',
  'nginx        1.1       6e0b36cec46b   8 seconds ago   2.03MB',
  'hello        1.1       6e0b36cec46b   8 seconds ago   203MB',
  'hello        1.1       6e0b36cec46b   8 seconds ago   27B',
  'b8a5d787c729c3c74f489d629013ece45b81ef281974621a797c9dc348630d5c',
  'sha256:b8a5d787c729c3c74f489d629013ece45b81ef281974621a797c9dc348630d5c sha256:b8a5d787c729',
  '24db3fba72a0: Already exists',
  '24db3fba72a0: Pull complete',
  'Digest: sha256:63248ac203f22a69b9af0a16d33207ece12c8acd082a76da2e51f19b5d021e07',
  'Status: Downloaded newer image for busybox:1.37',
  'Status: Image is up to date for busybox:1.37',
  '[+] Building 1.2s (9/9) FINISHED                                 docker:default',
  '[+] Building 1.2s (8/8) FINISHED                                 docker:default',
  ' => [2/4] WORKDIR /www                                                     0.0s',
  ' => [3/4] COPY index.html .                                                0.0s',
  ' => CACHED [3/4] COPY index.html .                                         0.0s',
  ' => => transferring context: 66B                                           0.0s',
  ' => => transferring context: 67B                                           0.0s',
  'open      0.0.0.0:8000->80/tcp, :::8000->80/tcp',
  'open      0.0.0.0:8001->80/tcp, :::8001->80/tcp',
  'open      0.0.0.0:32768->80/tcp',
  '"IPAddress": "172.17.0.2",',
  'quiet     80/tcp',
  'Sat Nov 21 06:38:04 UTC 2026',
  '-rw-r--r-- 1 learner learner   14 Nov 21 06:37 debian_version',
  'c--------- 2 learner learner 0, 0 Nov 21 06:37 issue',
  'Up 5 seconds',
  'Exited (0) 5 seconds ago',
  'Exited (1) 5 seconds ago',
  'admiring_hopper',
  'my_container',
  '17 layers',
  '8 layers',
  'A /root/notes.txt',
  'D /root/notes.txt',
  'pad: 14B (virtual 78MB)',
  'pad: 2B (virtual 78MB)',
  'ERROR: failed to calculate checksum of ref 807eae38-68b1-4feb-9f19-524d0bfad3e7::d9lta2bkojzj7inm578ucjzpm: not found',
];

const words = fc.constantFrom(
  ...CORPUS.flatMap((line) => line.split(' ')),
  ...[
    '…',
    ' ',
    '  ',
    ':',
    '-',
    '_',
    '.',
    'a',
    '5',
    'f',
    'sha256:',
    '12:34:56',
    'Nov 21',
    '06:38',
    'ago',
    's',
    'MB',
    '‹id›',
    'é',
  ],
);
const line = fc.array(words, { maxLength: 12 }).chain((parts) => fc.constantFrom('', ' ').map((by) => parts.join(by)));
const lines = fc.array(line, { maxLength: 8 });

describe('what varies by nature', () => {
  test('is taken as equal', () => {
    const pairs = [
      ['b8a5d787c729', '0123456789ab'],
      ['hello  1.1  5a80a0175d41   1 second ago    2.03MB', 'hello  1.1  6e0b36cec46b   About a minute ago   2.1MB'],
      [' => [2/4] WORKDIR /www        0.0s', ' => [2/4] WORKDIR /www       12.3s'],
      ['Sat Nov 21 06:38:04 UTC 2026', 'Sun Nov  1 16:38:04 UTC 2026'],
      ['learner 14 Nov 21 06:37 a', 'learner 14 Jan  1  2027 a'],
      ['"Created": "2026-11-21T06:38:04.123456Z"', '"Created": "2027-01-01T00:00:00Z"'],
      ['2026-11-21 06:38:04 +0000 UTC', '2027-01-02 16:38:04 +0000 UTC'],
      ['0.0.0.0:32768->80/tcp', '0.0.0.0:49153->80/tcp'],
      ['172.17.0.2', '172.17.0.13'],
      ['#3 transferring context: 2B done', '#3 transferring context: 2B 0.1s done'],
      ['quirky_kepler', 'zen_turing'],
      ['{"digest":"sha256:0f6aee42","size":1108172}', '{"digest":"sha256:796b6803","size":1108159}'],
      ['  "size": 1803,', '  "size": 1811,'],
      ['curl: (7) after 0 ms: x', 'curl: (7) after 12 ms: x'],
      ['resolve busybox@sha256:63248ac203f22a69b9af  0.0s', 'resolve busybox@sha256:0248ac203f22a69b9af000  0.1s'],
    ];
    for (const [shown = '', actual = ''] of pairs) expect(linesAgree(shown, actual), shown).toBe(true);
  });

  test('says nothing of what is beside it', () => {
    const pairs = [
      ['0.0.0.0:8000->80/tcp', '0.0.0.0:8080->80/tcp'],
      ['127.0.0.1', '127.0.0.2'],
      ['my_kepler', 'my_turing'],
      ['14B', '15B'],
      ['0B', '1.2kB'],
      ['3.94MB', '4.5MB'],
      ['"size": 503,', '"size": 504,'],
      ['"size":1108172}', '"size":2108172}'],
      ['"count":1108172}', '"count":1108159}'],
      ['nginx/1.26.3', 'nginx/1.27.0'],
      ['8 layers', '7 layers'],
      ['deadbeef', 'deadbeaf'],
    ];
    for (const [shown = '', actual = ''] of pairs) expect(linesAgree(shown, actual), shown).toBe(false);
  });

  test('no line of the corpus is taken for another', () => {
    for (const shown of CORPUS) {
      expect(CORPUS.filter((actual) => linesAgree(shown, actual))).toEqual([shown]);
    }
  });

  test('normalizing twice is normalizing once', () => {
    fc.assert(
      fc.property(line, (text) => normalizeLine(normalizeLine(text)) === normalizeLine(text)),
      { numRuns: 2_000 },
    );
  });
});

describe('whole outputs', () => {
  test('any output is itself', () => {
    fc.assert(
      fc.property(lines, (all) => {
        expect(matchOutput(all, all)).toBeDefined();
        expect(matchOutput(all, all, { isAnyOrder: true })).toBeDefined();
        expect(matchOutput(all, all, { varies: 'x' })).toBeDefined();
      }),
    );
  });

  test('an elision stands for any number of lines, and says which', () => {
    const plain = lines.map((all) => all.filter((text) => !text.includes('…')));
    fc.assert(
      fc.property(plain, plain, plain, (before, between, after) => {
        const match = matchOutput([...before, '…', ...after], [...before, ...between, ...after]);
        expect(match?.spans).toHaveLength(before.length + 1 + after.length);
      }),
    );
    expect(matchOutput(['a', '…', 'd'], ['a', 'b', 'c', 'd'])?.spans).toEqual([
      [0, 1],
      [1, 3],
      [3, 4],
    ]);
  });

  test('a line more or less does not match', () => {
    expect(matchOutput(['a', 'b'], ['a'])).toBeUndefined();
    expect(matchOutput(['a'], ['a', 'b'])).toBeUndefined();
    expect(matchOutput([], ['a'])).toBeUndefined();
    expect(matchOutput(['…', 'b'], ['a', 'c'])).toBeUndefined();
  });

  test('the order counts, unless it is said that it does not', () => {
    expect(matchOutput(['a', 'b'], ['b', 'a'])).toBeUndefined();
    expect(matchOutput(['a', 'b'], ['b', 'a'], { isAnyOrder: true })).toBeDefined();
    expect(matchOutput(['a', 'a'], ['b', 'a'], { isAnyOrder: true })).toBeUndefined();
    expect(matchOutput(['…', 'a'], ['c', 'a', 'b'], { isAnyOrder: true })).toBeDefined();
    // The first line fits both, and leaves the one that the second needs.
    expect(matchOutput(['a…', 'ab'], ['ab', 'ac'], { isAnyOrder: true })).toBeDefined();
  });

  test('of what varies the number of lines counts', () => {
    expect(matchOutput(['a', 'b'], ['c', 'd'], { varies: 'x' })).toBeDefined();
    expect(matchOutput(['a', 'b'], ['c'], { varies: 'x' })).toBeUndefined();
    expect(matchOutput(['a', '…'], ['c', 'd', 'e'], { varies: 'x' })).toBeDefined();
  });

  test('an elision within a line stands for any characters', () => {
    expect(linesAgree('total … MB', 'total 12 of 99 MB')).toBe(true);
    expect(linesAgree('COPY dir:36881daef615a9fe6…', 'COPY dir:99881daef615a9fe6…')).toBe(true);
    expect(linesAgree('total … MB', 'total 12 GB')).toBe(false);
    expect(linesAgree('a…a', 'a')).toBe(false);
  });

  test('many elisions end in time', () => {
    const shown = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? '…' : 'a'));
    expect(matchOutput([...shown, 'b'], Array(1_000).fill('a'))).toBeUndefined();
  });

  test('ends of lines and of all do not count', () => {
    expect(linesOf('a  \n\nb\t\n\n \n')).toEqual(['a', '', 'b']);
    expect(linesOf('\n')).toEqual([]);
  });
});
