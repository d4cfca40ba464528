import { expect, test } from 'vitest';
import { engineImagesSchema, MAX_PICTURED_LAYERS, MAX_SETTINGS } from '../../src/shared/engine-views.ts';
import { type StackedImage, stackImages } from './stack-images.ts';

const image = (name: string, digests: string): StackedImage => ({
  id: `sha256:${name}`,
  names: [`${name}:1`],
  sizeBytes: digests.length,
  createdAt: '2026-11-21T12:00:00.000Z',
  layers: [...digests].map((digest) => ({ digest, sizeBytes: 1, createdBy: `COPY ${digest} / # buildkit` })),
  settings: ['/bin/sh -c #(nop)  CMD ["sh"]'],
});

/** From the top down, as digests. */
function stackOf(name: string, { images, layers }: ReturnType<typeof stackImages>): string {
  let stack = '';
  for (let at = images.find(({ names }) => names.includes(`${name}:1`))?.top ?? null; at !== null; ) {
    const layer = layers[at];
    if (!layer) throw new Error(`There is no layer ${at}.`);
    stack += layer.digest;
    at = layer.below;
  }
  return stack;
}

test('what two images have in common from below stands once', () => {
  const view = stackImages([image('web', 'abc'), image('base', 'a'), image('other', 'abd')]);
  expect(view.layers.map(({ digest }) => digest).join('')).toBe('abcd');
  expect(['web', 'base', 'other'].map((name) => stackOf(name, view))).toEqual(['cba', 'a', 'dba']);
});

test('the same archive on top of something else is another layer, in one image too', () => {
  const view = stackImages([image('one', 'ax'), image('two', 'bx'), image('twice', 'axx')]);
  expect(view.layers).toHaveLength(5);
  expect(stackOf('twice', view)).toBe('xxa');
});

test('an image without layers has no top, and what builders add is left out', () => {
  const view = stackImages([image('empty', ''), image('web', 'a')]);
  expect(view.images[0]).toMatchObject({ top: null, settings: ['CMD ["sh"]'] });
  expect(view.layers[0]?.instruction).toBe('COPY a /');
});

test('whatever an engine says fits the schema', () => {
  const huge = {
    ...image('huge', 'x'.repeat(500)),
    settings: Array.from({ length: 500 }, () => `ENV ${'é'.repeat(9_000)}`),
  };
  const view = engineImagesSchema.parse(stackImages([huge]));
  expect(view.layers).toHaveLength(MAX_PICTURED_LAYERS);
  expect(view.images[0]?.settings).toHaveLength(MAX_SETTINGS);
});
