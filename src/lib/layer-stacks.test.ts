import { expect, test } from 'vitest';
import type { EngineImages, PictureLayer } from '../shared/engine-views.ts';
import { layOutStacks } from './layer-stacks.ts';

const room = { top: 100, bottom: 300 };
const layer = (digest: string, below: number | null, sizeBytes: number): PictureLayer => ({
  digest,
  below,
  sizeBytes,
  instruction: `COPY ${digest} /`,
});
const image = (name: string, top: number | null, sizeBytes = 0) => ({
  id: `sha256:${name}`,
  names: [name],
  sizeBytes,
  createdAt: '2026-11-21T12:00:00.000Z',
  top,
  settings: ['CMD ["sh"]'],
});

/** A base of 2 MB, alone and with 13 MB and six crumbs on it; another image; and one on the same 13 MB. */
const engine: EngineImages = {
  layers: [
    layer('base', null, 2_000_000),
    layer('server', 0, 13_000_000),
    ...[1, 2, 3, 4, 5, 6].map((at) => layer(`crumb${at}`, at, 300)),
    layer('other', null, 5_000_000),
    layer('page', 1, 4_000_000),
  ],
  images: [image('web:1', 7), image('other:1', 8), image('box:1', 0), image('site:1', 9), image('none:1', null)],
};

const columns = (names: readonly string[]) => layOutStacks(names, engine, room).columns.map(({ name }) => name);
const blocks = (names: readonly string[]) =>
  layOutStacks(names, engine, room).blocks.map(
    ({ layers, owners }) => `${layers.map(({ digest }) => digest)} ${owners}`,
  );

test('what two images share is drawn once, under both', () => {
  const { blocks, columns, onDiskBytes, shared } = layOutStacks(['web:1', 'box:1'], engine, room);
  const base = blocks.find(({ layers }) => layers[0]?.digest === 'base');
  const [web, box] = columns;
  expect(base).toMatchObject({ owners: 2, x: web?.x, y: expect.any(Number) });
  expect((base?.x ?? 0) + (base?.width ?? 0)).toBe((box?.x ?? 0) + (box?.width ?? 0));
  expect(blocks.filter(({ layers }) => layers.some(({ digest }) => digest === 'base'))).toHaveLength(1);
  expect(onDiskBytes).toBe(15_001_800);
  expect(shared).toEqual({ count: 1, sizeBytes: 2_000_000 });
});

test('large layers are to scale, and those too thin for it are one row', () => {
  const { blocks } = layOutStacks(['web:1', 'box:1'], engine, room);
  const [base, server] = blocks.filter(({ isToScale }) => isToScale);
  expect((server?.height ?? 0) / (base?.height ?? 1)).toBeCloseTo(6.5);
  const thin = blocks.filter(({ isToScale }) => !isToScale);
  expect(thin.map(({ layers, sizeBytes }) => [layers.length, sizeBytes])).toEqual([[6, 1_800]]);
});

test('stacks fill the room, stand on its bottom and leave it at no end', () => {
  for (const names of [['web:1'], ['web:1', 'box:1'], ['web:1', 'other:1', 'site:1', 'box:1'], ['box:1']]) {
    const { blocks } = layOutStacks(names, engine, room);
    expect(Math.max(...blocks.map(({ y, height }) => y + height)), String(names)).toBeCloseTo(room.bottom);
    const highest = Math.min(...blocks.map(({ y }) => y));
    expect(highest, String(names)).toBeGreaterThanOrEqual(room.top - 1);
    expect(highest, String(names)).toBeLessThan(room.top + 20);
    for (const { x, width } of blocks) expect(x + width).toBeLessThanOrEqual(640.001);
  }
});

test('images that share become neighbours', () => {
  expect(columns(['web:1', 'other:1', 'box:1'])).toEqual(['web:1', 'box:1', 'other:1']);
  expect(columns(['other:1', 'box:1', 'web:1', 'site:1'])).toEqual(['other:1', 'box:1', 'web:1', 'site:1']);
  expect(blocks(['box:1', 'web:1', 'site:1'])).toEqual([
    'base 3',
    'server 2',
    'crumb1,crumb2,crumb3,crumb4,crumb5,crumb6 1',
    'page 1',
  ]);
});

test('two names of one image are two columns of the same layers', () => {
  const named = { ...engine, images: engine.images.map((each) => ({ ...each, names: [...each.names, 'also:1'] })) };
  const { blocks } = layOutStacks(['web:1', 'also:1'], named, room);
  expect(blocks.every(({ owners }) => owners === 2)).toBe(true);
});

test('what the engine does not have keeps its place, and what has no layers has none', () => {
  const { columns, blocks } = layOutStacks(['gone:1', 'none:1'], engine, room);
  expect(columns.map(({ name, image }) => [name, image?.layerCount])).toEqual([
    ['none:1', 0],
    ['gone:1', undefined],
  ]);
  expect(blocks).toEqual([]);
});

test('127 layers, large or small, stay within the room', () => {
  for (const sizeBytes of [0, 1_000_000]) {
    const layers = Array.from({ length: 127 }, (_, at) => layer(`l${at}`, at === 0 ? null : at - 1, sizeBytes));
    const { blocks } = layOutStacks(['deep:1'], { layers, images: [image('deep:1', 126)] }, room);
    expect(Math.min(...blocks.map(({ y }) => y))).toBeGreaterThanOrEqual(room.top);
    expect(blocks.reduce((sum, { layers: each }) => sum + each.length, 0)).toBe(127);
  }
});
