import { expect, test } from 'vitest';
import type { EngineImages, PictureContainer } from '../../shared/engine-views.ts';
import { layOutMap } from './image-map.ts';

/** A base of 100 with a name of its own, two images on it, and one beside them. */
const engine: EngineImages = {
  layers: [
    { below: null, digest: 'sha256:base', sizeBytes: 100, instruction: 'ADD' },
    { below: 0, digest: 'sha256:one', sizeBytes: 60, instruction: 'COPY' },
    { below: 0, digest: 'sha256:two', sizeBytes: 30, instruction: 'RUN' },
    { below: null, digest: 'sha256:else', sizeBytes: 50, instruction: 'ADD' },
    { below: 3, digest: 'sha256:thin', sizeBytes: 0, instruction: 'RUN' },
    { below: 4, digest: 'sha256:thinner', sizeBytes: 1, instruction: 'RUN' },
  ],
  images: [
    { id: 'one', names: ['one:1'], sizeBytes: 160, createdAt: '', top: 1, settings: [] },
    { id: 'else', names: ['else:1'], sizeBytes: 51, createdAt: '', top: 5, settings: [] },
    { id: 'base', names: ['base:1'], sizeBytes: 100, createdAt: '', top: 0, settings: [] },
    { id: 'two', names: [], sizeBytes: 130, createdAt: '', top: 2, settings: [] },
  ],
};

test('images that share stand together, what they share is one bar, and the base comes first', () => {
  const { rows, bars, onDiskBytes, savedBytes } = layOutMap(engine);
  expect(rows.map(({ image, ownBytes }) => [image.id, ownBytes])).toEqual([
    ['base', 0],
    ['one', 60],
    ['two', 30],
    ['else', 51],
  ]);
  expect(
    bars.map(({ fromRow, toRow, from, width, layers }) => [fromRow, toRow, from * 160, width * 160, layers.length]),
  ).toEqual([
    [0, 3, 0, 100, 1],
    [1, 2, 100, 60, 1],
    [2, 3, 100, 30, 1],
    [3, 4, 0, 50, 1],
    [3, 4, 50, 1, 2],
  ]);
  expect([onDiskBytes, savedBytes]).toEqual([241, 200]);
});

test('what containers wrote is drawn to the same scale', () => {
  const container = (id: string, writtenBytes: number): PictureContainer => ({
    id,
    name: id,
    image: 'one:1',
    imageId: 'one',
    imageBytes: 160,
    state: 'running',
    writtenBytes,
  });
  const { rows } = layOutMap(engine, [container('a', 40), container('b', 0)]);
  const one = rows.find(({ image }) => image.id === 'one');
  expect(one?.end).toBe(160 / 200);
  expect(one?.containers.map(({ width }) => width * 200)).toEqual([40, 0]);
});

test('an engine without images has an empty map', () => {
  expect(layOutMap({ layers: [], images: [] })).toMatchObject({ rows: [], bars: [], onDiskBytes: 0 });
});
