import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IMAGES } from '../images/catalog.ts';
import { imageBuilds } from './course-builds.ts';
import { courseTargets } from './course-images.ts';
import { imageTags } from './image-tags.ts';

const root = join(import.meta.dirname, '..');
const tags = await imageTags(root);
const builds = await imageBuilds(root, tags);

test('every image is built once for each of its platforms, each build under a tag of its own', () => {
  expect(new Set(builds.map(({ tag }) => tag)).size).toBe(builds.length);
  for (const { name } of IMAGES) expect(builds.map(({ tag }) => tag)).toContain(tags.get(name));
  for (const { image, builds: own } of courseTargets(builds)) {
    expect(own.map(({ platform }) => platform)).toEqual(image.platforms);
  }
});

test('a build comes after those that it is made from, and one for another platform is told which', () => {
  const known = new Set([tags.get('base')]);
  for (const { tag, args, platform, recipe } of builds) {
    const { ARCH, ...from } = args;
    for (const value of Object.values(from)) expect(known).toContain(value);
    expect(ARCH).toBe(platform === recipe.course?.platforms[0] ? undefined : platform?.split('/')[1]);
    known.add(tag);
  }
});
