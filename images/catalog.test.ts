import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CourseImage, courseReference, IMAGES, registryRepository } from './catalog.ts';

const COURSE_IMAGES = IMAGES.flatMap(({ name, course }) => (course ? [{ name, course }] : []));

const dockerfile = ({ dir, dockerfile }: { dir: string; dockerfile: string }) =>
  readFile(join(import.meta.dirname, dir, dockerfile), 'utf8');

/** All that a learner may write for it. */
const references = (course: CourseImage) => course.tags.map((tag) => courseReference({ ...course, tags: [tag] }));

test.each(IMAGES)('$name comes after what it is built from, and names each build argument', async (recipe) => {
  const before = new Set<string>(['base', ...IMAGES.slice(0, IMAGES.indexOf(recipe)).map(({ name }) => name)]);
  const text = await dockerfile(recipe);
  for (const [argument, name] of Object.entries(recipe.builtFrom)) {
    expect(before).toContain(name);
    expect(text).toMatch(new RegExp(`\\nARG ${argument}(=.*)?\\n`));
  }
});

test.each(IMAGES.filter(({ course }) => course))('$name says what it stands in for', async (recipe) => {
  const label = `\nLABEL drydock.stand-in=true drydock.stand-in.of=${recipe.name}\n`;
  expect(await dockerfile(recipe)).toContain(label);
});

test.each(COURSE_IMAGES)('$name is what a learner writes first, and says in few words what it is for', (image) => {
  expect(courseReference(image.course)).toBe(image.name);
  expect(image.course.purpose).toMatch(/^[A-Z].{10,100}[^.]$/);
});

test.each(COURSE_IMAGES)(
  '$name is pinned, if at all, by a whole digest, and for platforms without repeats',
  (image) => {
    const { upstreamDigest, platforms } = image.course;
    if (upstreamDigest !== undefined) expect(upstreamDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(platforms[0]).toBe('linux/amd64');
    expect(new Set(platforms).size).toBe(platforms.length);
  },
);

test('no two images share a name, a tag or a digest', () => {
  const all = COURSE_IMAGES.flatMap(({ course }) => references(course));
  expect(all).toEqual([...new Set(all)]);
  const digests = COURSE_IMAGES.flatMap(({ course }) => course.upstreamDigest ?? []);
  expect(digests).toEqual([...new Set(digests)]);
});

test('an image for another platform is built by a recipe that takes it as ARCH', async () => {
  const several = IMAGES.filter(({ course }) => (course?.platforms.length ?? 0) > 1);
  expect(several.map(({ name }) => name)).toEqual(['hello-world:latest', 'busybox:1.37']);
  for (const recipe of several) expect(await dockerfile(recipe)).toContain('\nARG ARCH=amd64\n');
});

test('images of other registries lie below their host’s name', () => {
  const repositories = COURSE_IMAGES.map(({ course }) => registryRepository(course));
  expect(repositories).toContain('library/nginx');
  expect(repositories).toContain('gcr.io/distroless/static-debian13');
});
