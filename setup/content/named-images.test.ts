import { expect, test } from 'vitest';
import { imagesMade, imagesNamed } from './named-images.ts';

const named = (commands: string) => imagesNamed(commands).map(({ reference }) => reference);

test.each([
  ['docker pull nginx:1.26', ['nginx:1.26']],
  ['docker pull -q nginx', ['nginx:latest']],
  ['docker pull -aq busybox', ['busybox:latest']],
  ['docker pull --platform linux/arm64 busybox:1.37', ['busybox:1.37']],
  ['docker run --rm -it -p 8080:80 --name web nginx:1.26 nginx -t', ['nginx:1.26']],
  ['docker run -d -v data:/srv -e A=b -u 1000 --memory=64m redis:8', ['redis:8']],
  ['docker run -a stdout busybox:1.37 true', ['busybox:1.37']],
  ['docker run -d \\\n  --name web \\\n  nginx:1.26', ['nginx:1.26']],
  ['id=$(docker create debian:trixie-slim); docker rm "$id"', ['debian:trixie-slim']],
  ['docker pull gcr.io/distroless/static-debian13:latest', ['gcr.io/distroless/static-debian13:latest']],
  ["printf 'FROM busybox:1.37\\nRUN true\\n' | docker build -", []],
  ['FROM golang:1.25 AS build\nRUN make\nFROM build AS test\nFROM scratch', ['golang:1.25']],
  ['FROM --platform=$BUILDPLATFORM node:20', ['node:20']],
  ['docker run "$image" true; docker run $image; docker pull registry.internal/me/web:1', []],
  ['docker run --rm nginx@sha256:0123; docker run 0123456789ab', []],
  ['docker container run --network none alpine:3.22 true', ['alpine:3.22']],
  ['docker run', []],
])('%j', (commands, references) => {
  expect(named(commands)).toEqual(references);
});

test('an image is named in its line', () => {
  expect(imagesNamed('true\ndocker run \\\n  -d nginx:1.26\nFROM redis:8').map(({ line }) => line)).toEqual([1, 3]);
});

test.each([
  ['docker build -t web:1.0 -t web:latest .', ['web']],
  ['docker build --tag=registry.internal/me/web:1 .', ['registry.internal/me/web']],
  ['docker tag web:1.0 shop/web:2', ['shop/web']],
  ['docker commit pad mine:1 > id', ['pad', 'mine']],
  ['docker export pad | docker import - flat:1', ['-', 'flat']],
  ['services:\n  web:\n    image: shop:1', ['shop']],
])('%j gives a name', (commands, names) => {
  expect([...imagesMade(commands)]).toEqual(names);
});
