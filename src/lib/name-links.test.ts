import { expect, test } from 'vitest';
import { linkNames, MAX_DRAWN_NAMES } from './name-links.ts';

const image = (id: string, minute: number, ...names: string[]) => ({
  id,
  names,
  sizeBytes: 1,
  createdAt: `2026-11-21T12:0${minute}:00.000Z`,
  top: null,
  settings: [],
});
const links = (images: readonly ReturnType<typeof image>[], repositories?: readonly string[]) => {
  const found = linkNames({ images: [...images], layers: [] }, repositories);
  return {
    names: found.names.map(({ name, image: at }) => `${name} → ${found.images[at]?.id}`),
    images: found.images.map(({ id, isNamed }) => (isNamed ? id : `(${id})`)),
    leftOut: found.leftOut,
  };
};

test('two names of one image lead to it, and other repositories are left out', () => {
  expect(
    links([image('b', 2, 'shop:1.1', 'shop:latest'), image('a', 1, 'shop:1.0'), image('x', 0, 'shop/web:1')], ['shop']),
  ).toEqual({ names: ['shop:1.0 → a', 'shop:1.1 → b', 'shop:latest → b'], images: ['a', 'b'], leftOut: 0 });
});

test('when a name moves, both images keep their places, and the old one has no name', () => {
  expect(links([image('old', 1, 'shop:stable')]).images).toEqual(['old']);
  expect(links([image('new', 2, 'shop:stable'), image('old', 1)])).toEqual({
    names: ['shop:stable → new'],
    images: ['(old)', 'new'],
    leftOut: 0,
  });
});

test('a registry’s port is no tag', () => {
  expect(links([image('a', 1, 'localhost:5000/box:1')], ['localhost:5000/box']).names).toHaveLength(1);
});

test('what there is no room for is counted', () => {
  const many = Array.from({ length: 9 }, (_, at) => `shop:${at + 2}`);
  const found = links([image('a', 1, ...many)]);
  expect(found.names).toHaveLength(MAX_DRAWN_NAMES);
  expect(found.names.at(-1)).toBe('shop:7 → a');
  expect(found.leftOut).toBe(3);
});
