import { expect, test } from 'vitest';
import { explainRebuild, reasonWords, stepsOfBase } from './explain-rebuild.ts';
import type { ImageConfig } from './image-config.ts';
import { parseImageConfig } from './image-config.ts';

interface Row {
  readonly by: string;
  /** The digest of its layer; left out, it is a setting. */
  readonly layer?: string;
  readonly at?: string;
}

const base: readonly Row[] = [
  { by: '/bin/sh -c #(nop) ADD file:aa in / ', layer: 'base' },
  { by: '/bin/sh -c #(nop)  CMD ["bash"]' },
];

function image(rows: readonly Row[]): ImageConfig {
  const config = parseImageConfig(
    JSON.stringify({
      rootfs: { type: 'layers', diff_ids: rows.flatMap(({ layer }) => layer ?? []) },
      history: rows.map(({ by, layer, at = '2026-01-01T00:00:00Z' }) => ({
        created: at,
        created_by: by,
        ...(layer === undefined ? { empty_layer: true } : {}),
      })),
    }),
  );
  if (!config) throw new Error('No config.');
  return config;
}

const LATER = '2026-02-02T00:00:00Z';
const copy = (layer: string, at?: string): Row => ({ by: 'COPY app /app # buildkit', layer, ...(at ? { at } : {}) });
const run = (by: string, layer: string, at?: string): Row => ({
  by: `RUN /bin/sh -c ${by} # buildkit`,
  layer,
  ...(at ? { at } : {}),
});

const fates = (before: readonly Row[], after: readonly Row[], afterBase = base.length) => {
  const { steps, first, reason } = explainRebuild(image(before), image(after), {
    before: base.length,
    after: afterBase,
  });
  return { fates: steps.map(({ fate }) => fate), first, reason };
};

test('a build in which nothing changed comes from the cache, and there is nothing to explain', () => {
  const rows = [...base, copy('c'), run('make', 'r'), { by: 'CMD ["app"]', at: LATER }];
  expect(fates(rows, [...base, copy('c'), run('make', 'r'), { by: 'CMD ["app"]' }])).toEqual({
    fates: ['cached', 'cached', 'cached', 'cached', 'cached'],
    first: undefined,
    reason: undefined,
  });
});

test('the first step that is not from the cache is explained, and all after it stand on it', () => {
  expect(
    fates([...base, copy('c1'), run('make', 'r1')], [...base, copy('c2', LATER), run('make', 'r2', LATER)]),
  ).toEqual({
    fates: ['cached', 'cached', 'anew', 'anew'],
    first: 2,
    reason: { kind: 'files', layers: { before: 1, after: 1 } },
  });
  expect(
    fates([...base, copy('c'), run('make', 'r')], [...base, copy('c'), run('make all', 'r', LATER)]),
  ).toMatchObject({
    fates: ['cached', 'cached', 'cached', 'anew'],
    reason: { kind: 'instruction', before: 'RUN make', after: 'RUN make all' },
  });
  expect(
    fates([...base, copy('c'), run('make', 'r')], [...base, copy('c', LATER), run('make', 'r', LATER)]),
  ).toMatchObject({
    fates: ['cached', 'cached', 'same', 'same'],
    reason: { kind: 'unknown' },
  });
});

test('a base that is another is told, and build arguments, and steps that came or went', () => {
  const other = [{ by: '/bin/sh -c #(nop) ADD file:bb in / ', layer: 'base2', at: LATER }, ...base.slice(1)];
  expect(fates([...base, copy('c')], [...other, copy('c', LATER)])).toMatchObject({
    first: 0,
    reason: { kind: 'base' },
  });
  const withArgument = (value: string, layer: string, at?: string): Row => ({
    by: `RUN |1 VERSION=${value} /bin/sh -c fetch # buildkit`,
    layer,
    ...(at ? { at } : {}),
  });
  expect(fates([...base, withArgument('1', 'a')], [...base, withArgument('2', 'b', LATER)]).reason).toEqual({
    kind: 'arguments',
    before: 'VERSION=1',
    after: 'VERSION=2',
  });
  expect(fates([...base], [...base, copy('c', LATER)]).reason).toEqual({ kind: 'added' });
  expect(fates([...base, copy('c')], [...base])).toMatchObject({
    fates: ['cached', 'cached', 'gone'],
    reason: { kind: 'dropped' },
  });
});

test('a base that stands on the one before is another, and what was built on either stands beside it', () => {
  const larger = [...base, { by: 'ADD more', layer: 'more' }];
  expect(fates([...base, copy('c')], [...larger, copy('c', LATER)], larger.length)).toMatchObject({
    fates: ['cached', 'cached', 'new', 'same'],
    first: 2,
    reason: { kind: 'base' },
  });
});

test('what an image was built from is known by the layers and settings that both begin with', () => {
  expect(stepsOfBase(image([...base, copy('c')]), image(base))).toBe(2);
  expect(stepsOfBase(image([...base, copy('c')]), image([{ by: 'ADD', layer: 'other' }]))).toBe(0);
  expect(stepsOfBase(image(base), image([]))).toBe(0);
});

test('reasons are said in words that name what changed', () => {
  const none = { before: undefined, after: undefined };
  const files = (changed: number, ...paths: readonly string[]) => ({
    changed,
    names: paths.map((path) => ({ path, mark: 'changed' as const })),
  });
  const copied = { kind: 'files', layers: { before: 0, after: 0 } } as const;
  expect(reasonWords(copied, none, files(3, 'app/a', 'app/b'))).toContain(
    'app/a (changed), app/b (changed) and 1 more',
  );
  expect(reasonWords(copied, none, files(0))).toContain('same content');
  expect(reasonWords({ kind: 'base' }, { before: 'debian:12', after: 'debian:13' }, undefined)).toContain(
    'was debian:12, and is debian:13',
  );
  expect(reasonWords({ kind: 'unknown' }, none, undefined)).toContain('--no-cache');
});
