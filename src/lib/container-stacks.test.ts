import { expect, test } from 'vitest';
import { layOutContainers, MAX_DRAWN_CONTAINERS } from './container-stacks.ts';

const heights = { image: 80, written: 90 };
const container = (name: string, image: string, writtenBytes: number) => ({
  id: name,
  name,
  image,
  imageId: `sha256:${image}`,
  imageBytes: 80_000_000,
  state: 'running',
  writtenBytes,
});

test('containers of one image stand on one block, and it is as wide as they are', () => {
  const { images } = layOutContainers(
    [container('a', 'debian', 0), container('x', 'nginx', 0), container('b', 'debian', 4_000_000)],
    heights,
  );
  expect(images.map(({ name, containers }) => [name, containers.map((each) => each.container.name)])).toEqual([
    ['debian', ['a', 'b']],
    ['nginx', ['x']],
  ]);
  for (const { x, width, containers } of images) {
    expect(containers[0]?.x).toBe(x);
    expect((containers.at(-1)?.x ?? 0) + (containers.at(-1)?.width ?? 0)).toBeCloseTo(x + width);
  }
});

test('what they wrote is to the scale of the image, so little that it is seen, and nothing is nothing', () => {
  const { images } = layOutContainers(
    [container('a', 'debian', 4_000_000), container('b', 'debian', 2), container('c', 'debian', 0)],
    heights,
  );
  expect(images[0]?.height).toBe(80);
  expect(images[0]?.containers.map(({ writtenHeight }) => writtenHeight)).toEqual([4, 1.5, 0]);
});

test('who writes more than the image holds fills the room, and no more', () => {
  const { images } = layOutContainers(
    [container('a', 'debian', 900_000_000), container('b', 'debian', 90_000_000)],
    heights,
  );
  expect(images[0]?.containers.map(({ writtenHeight }) => writtenHeight)).toEqual([90, 9]);
});

test('only the newest are drawn, within the drawing', () => {
  const many = Array.from({ length: 9 }, (_, at) => container(`c${at}`, `image${at % 4}`, at));
  const { images, leftOut } = layOutContainers(many, heights);
  const drawn = images.flatMap(({ containers }) => containers);
  expect(drawn).toHaveLength(MAX_DRAWN_CONTAINERS);
  expect(leftOut).toBe(3);
  expect(drawn.some((each) => each.container.name === 'c2')).toBe(false);
  for (const { x, width } of drawn) expect(x + width).toBeLessThanOrEqual(640.001);
});

test('without containers there is nothing to draw', () => {
  expect(layOutContainers([], heights)).toEqual({ images: [], leftOut: 0, writtenBytes: 0 });
});
