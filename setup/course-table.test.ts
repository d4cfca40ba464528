import { expect, test } from 'vitest';
import { IMAGES } from '../images/catalog.ts';
import type { ServedImage, ServedPart } from './course-content.ts';
import type { CourseTarget } from './course-images.ts';
import { courseTable } from './course-table.ts';

const [recipe] = IMAGES;
if (!recipe) throw new Error('The catalogue is empty.');

const digest = (fill: string) => `sha256:${fill.repeat(64)}`;

function target(reference: string): CourseTarget {
  const image = {
    host: 'docker.io',
    repository: 'library/ship',
    tags: ['1'],
    purpose: 'A ship',
    platforms: ['linux/amd64', 'linux/arm64'],
  } as const;
  const builds = image.platforms.map((platform) => ({
    recipe: recipe!,
    title: 'a ship',
    tag: platform,
    args: {},
    platform,
  }));
  return { image, reference, repository: 'library/ship', tags: ['1'], builds };
}

function served(platforms: readonly ServedPart['platform'][], recipes?: readonly string[]): ServedImage {
  const blob = (fill: string, size: number) => ({ mediaType: '', digest: digest(fill), size });
  const parts = platforms.map((platform, index) => ({
    platform,
    manifest: blob('d', 1),
    // The platforms have one layer in common.
    image: { config: blob(String(index), 1_000_000), layers: [blob('a', 5_000_000)] },
    standIn: recipes && { recipe: recipes[index] },
  }));
  return { digest: digest('c'), bytes: Buffer.from(''), mediaType: '', parts, hasAllTags: true };
}

test('says of each image where it is from, for which platforms, and what it takes', () => {
  const both = ['linux/amd64', 'linux/arm64'] as const;
  const text = courseTable([
    { target: target('copied:1'), served: served(both) },
    { target: target('built:1'), served: served(both, both) },
    { target: target('old:1'), served: served([undefined], ['another']) },
    { target: target('none:1'), served: undefined },
  ]);
  expect(text.split('\n')).toEqual([
    'image     from                         platforms                 MB',
    'copied:1  copy of sha256:cccccccccccc  linux/amd64, linux/arm64  7.0',
    'built:1   stand-in                     linux/amd64, linux/arm64  7.0',
    'old:1     stand-in by another version  linux/amd64               6.0',
    'none:1    not there',
  ]);
});
