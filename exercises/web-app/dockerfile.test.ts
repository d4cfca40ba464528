import { expect, test } from 'vitest';
import { copyDestinations, readInstructions } from './dockerfile.ts';

test('reads keywords in any case, and leaves out comments and empty lines', () => {
  expect(readInstructions('# a page\n\nfrom nginx:1.26\n  # indented\nCopy a b\n')).toEqual([
    { line: 3, keyword: 'FROM', rest: 'nginx:1.26' },
    { line: 5, keyword: 'COPY', rest: 'a b' },
  ]);
});

test('joins continued lines and keeps the number of the first', () => {
  expect(readInstructions('FROM a\r\nRUN x && \\\r\n  # why\r\n  y\r\nCMD z')).toEqual([
    { line: 1, keyword: 'FROM', rest: 'a' },
    { line: 2, keyword: 'RUN', rest: 'x && y' },
    { line: 5, keyword: 'CMD', rest: 'z' },
  ]);
});

test.each([
  ['COPY index.html /usr/share/nginx/html/', '/usr/share/nginx/html'],
  ['COPY --chmod=644 --chown=0:0 a b /srv/', '/srv'],
  ['COPY ["my page.html", "/srv/index.html"]', '/srv/index.html'],
  ['WORKDIR /usr/share/nginx\nWORKDIR html\nCOPY index.html .', '/usr/share/nginx/html'],
  ['WORKDIR /a\nCOPY x ../b/', '/b'],
])('follows %j', (text, destination) => {
  expect(copyDestinations(readInstructions(text))).toEqual([destination]);
});

test('a new stage starts at the root again', () => {
  expect(copyDestinations(readInstructions('FROM a\nWORKDIR /w\nFROM b\nCOPY x y'))).toEqual(['/y']);
});
