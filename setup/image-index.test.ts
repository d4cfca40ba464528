import { expect, test } from 'vitest';
import { blobsOf, childrenFor, digestOf, imageIndex, parseManifest } from './image-index.ts';

const digest = (fill: string) => `sha256:${fill.repeat(64)}`;
const descriptor = (fill: string) => ({ mediaType: 'application/octet-stream', digest: digest(fill), size: 7 });
const parse = (value: unknown) => parseManifest(Buffer.from(JSON.stringify(value)));

test('an index is told from an image, in the OCI’s words and in Docker’s', () => {
  expect(parse({ schemaVersion: 2, manifests: [] }).kind).toBe('index');
  const image = parse({ schemaVersion: 2, config: descriptor('a'), layers: [descriptor('b'), descriptor('b')] });
  expect(image.kind === 'image' && blobsOf(image.image).map((blob) => blob.digest)).toEqual([digest('a'), digest('b')]);
  expect(() => parse({ schemaVersion: 1, fsLayers: [] })).toThrow();
});

test('of an index the course’s platforms are taken, in the course’s order, whatever their variant; attestations are not', () => {
  const children = [
    { ...descriptor('a'), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
    { ...descriptor('b'), platform: { os: 'unknown', architecture: 'unknown' } },
    { ...descriptor('c'), platform: { os: 'linux', architecture: 'amd64' } },
    { ...descriptor('d'), platform: { os: 'windows', architecture: 'amd64' } },
  ];
  const chosen = childrenFor(children, ['linux/amd64', 'linux/arm64']);
  expect(chosen.map((child) => child.descriptor.digest)).toEqual([digest('c'), digest('a')]);
  expect(childrenFor(children.slice(1, 2), ['linux/amd64'])).toEqual([]);
});

test('an index that was made is read again, and is the same each time', () => {
  const images = [{ platform: 'linux/arm64', descriptor: descriptor('e') }] as const;
  const parsed = parseManifest(imageIndex(images));
  expect(parsed.kind === 'index' && childrenFor(parsed.children, ['linux/arm64'])).toMatchObject(images);
  expect(digestOf(imageIndex(images))).toBe(digestOf(imageIndex(images)));
});
