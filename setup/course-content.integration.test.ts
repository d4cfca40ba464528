import Docker from 'dockerode';
import { afterAll, expect, inject, test } from 'vitest';
import { contentReferences, courseContent } from './course-content.ts';
import { createShipyard } from './course-shipyard.ts';

const docker = new Docker();
const signal = () => AbortSignal.timeout(60_000);
const yard = createShipyard(docker, { ...inject('images'), signal });

afterAll(() => yard[Symbol.asyncDispose]());

test('the content is what the registry has of the course under each tag, whoever put it there', async () => {
  const storage = await yard.storage();
  expect(await courseContent(docker, storage)).toEqual([]);

  const busybox = {
    ...yard.target({ 'linux/amd64': inject('images').busybox }),
    repository: 'library/busybox',
    tags: ['1.37'],
  };
  const { digest } = await yard.fill(storage, busybox);
  const content = await courseContent(docker, storage);
  expect(content).toEqual([`busybox:1.37=${digest}`]);
  expect(contentReferences(content)).toEqual(['busybox:1.37']);

  const other = {
    ...yard.target({ 'linux/amd64': await yard.build('other', 10) }),
    repository: 'library/busybox',
    tags: ['1.37'],
  };
  const { digest: after } = await yard.fill(storage, other);
  expect(await courseContent(docker, storage)).toEqual([`busybox:1.37=${after}`]);
});
