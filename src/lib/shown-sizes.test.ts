import { expect, test } from 'vitest';
import { inMb, shownSizeBytes } from './shown-sizes.ts';

const outputs = [
  'hello',
  'docker.io/library/alpine:3.22\nSIZE      REPOSITORY:TAG\n2.78MB    alpine:3.22\n481MB     python:3.13\n1.02GB    gcc:14\n758kB     gcr.io/distroless/static-debian13:latest',
  'REPOSITORY   TAG       IMAGE ID       CREATED          SIZE\nsuspect      1.0       62fe2edf4830   15 seconds ago   523MB\nSIZE      CREATED BY\n0B        RUN /bin/sh -c rm scratch.bin\n40MB      RUN /bin/sh -c head -c 40000000 /dev/urandom…\n397B      COPY . /app # buildkit',
];

test.each([
  ['alpine:3.22', 2_780_000],
  ['python:3.13', 481_000_000],
  ['gcc:14', 1_020_000_000],
  ['gcr.io/distroless/static-debian13', 758_000],
  ['suspect:1.0', 523_000_000],
  ['RUN /bin/sh -c head', 40_000_000],
  ['COPY . /app', 397],
  ['RUN /bin/sh -c rm scratch.bin', 0],
])('reads the size of %s from the outputs of a lesson', (shown, sizeBytes) => {
  expect(shownSizeBytes(outputs, shown)).toBeCloseTo(sizeBytes);
});

test('what no output shows is a mistake, told with the fix', () => {
  expect(() => shownSizeBytes(outputs, 'python:3.1')).toThrow(/size of "python:3\.1", .*docker images/);
  expect(() => shownSizeBytes([], 'alpine:3.22')).toThrow(/no output of its lesson/);
});

test('sizes are written in MB', () => {
  expect([78e6, 14.8e6, 2.78e6, 9.96e6].map(inMb)).toEqual(['78 MB', '15 MB', '2.8 MB', '10.0 MB']);
});
