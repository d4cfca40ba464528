import { expect, test } from 'vitest';
import { explainCopy } from './copy-failure.ts';

const fatal = (message: string) => [
  'Getting image source signatures',
  `time="2026-01-01T00:00:00Z" level=fatal msg="${message}"`,
];

test.each([
  [
    'reading manifest sha256:ab in registry-1.docker.io/library/nginx: toomanyrequests: You have reached your unauthenticated pull rate limit.',
    /limit of pulls.*run this again/,
  ],
  [
    'initializing source docker://r/x@sha256:ab: reading manifest sha256:ab in r/x: manifest unknown',
    /any more.*catalog/,
  ],
  ['writing blob: Digest did not match, expected sha256:ab, got sha256:cd', /not what its digest says/],
  ['writing blob: Digest did not match, expected sha256:a429f404, got sha256:d401e403', /not what its digest says/],
  ['pinging container registry r: Get \\"https://r/v2/\\": dial tcp: lookup r: no such host', /could not be reached/],
  ['reading manifest 1 in r/x: unauthorized: authentication required', /without a login/],
  ['writing blob: write /var/tmp/x: no space left on device', /disk is full/],
  ['something that nobody foresaw', /^skopeo ended with exit code 1: something that nobody foresaw$/],
])('%s', (message, sentence) => {
  expect(explainCopy(fatal(message), 1)).toMatch(sentence);
});
