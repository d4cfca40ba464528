import { expect, test } from 'vitest';
import { matchLayers } from './image-layers.ts';

/** Newest first, as the engine lists them. */
const history = (...rows: readonly (readonly [string, number])[]) =>
  rows.map(([createdBy, sizeBytes]) => ({ createdBy, sizeBytes, comment: '' })).reverse();
const made = (digests: readonly string[], rows: ReturnType<typeof history>) =>
  matchLayers(digests, rows).map(({ digest, createdBy, sizeBytes }) => `${digest} ${createdBy} ${sizeBytes}`);

test('rows with a size made layers, settings did not', () => {
  const rows = history(
    ['/bin/sh -c #(nop) ADD file:1 in / ', 10],
    ['/bin/sh -c #(nop)  CMD ["sh"]', 0],
    ['ENV A=1', 0],
    ['RUN /bin/sh -c apt-get install # buildkit', 5],
    ['LABEL a=COPY', 0],
    ['COPY a /a # buildkit', 1],
  );
  expect(made(['a', 'b', 'c'], rows)).toEqual([
    'a /bin/sh -c #(nop) ADD file:1 in /  10',
    'b RUN /bin/sh -c apt-get install # buildkit 5',
    'c COPY a /a # buildkit 1',
  ]);
});

test('rows without a size are taken as far as there are layers for them, a WORKDIR last', () => {
  const rows = history(['ADD x /', 10], ['WORKDIR /app', 0], ['RUN true', 0], ['COPY a /a', 1]);
  expect(made(['a', 'b', 'c', 'd'], rows)).toEqual([
    'a ADD x / 10',
    'b WORKDIR /app 0',
    'c RUN true 0',
    'd COPY a /a 1',
  ]);
  expect(made(['a', 'b', 'c'], rows)).toEqual(['a ADD x / 10', 'b RUN true 0', 'c COPY a /a 1']);
});

test('layers that the history does not tell of have no words', () => {
  expect(made(['a', 'b'], history(['', 7]))).toEqual(['a  7', 'b  0']);
  expect(made(['a'], [])).toEqual(['a  0']);
  expect(made([], history(['ADD x /', 10]))).toEqual([]);
});
