import { expect, test } from 'vitest';
import { createOwnOrigin } from '../edge/origin.ts';
import { createPreviewAddresses } from './preview-address.ts';

const previewId = '0123456789abcdef0123456789abcdef';

test('a platform on loopback answers to all of its names, and to nobody else', () => {
  const { isOwnHost, isOwnOrigin } = createOwnOrigin(new URL('http://localhost:4321'));
  expect(['localhost:4321', '127.0.0.1:4321', '[::1]:4321'].every(isOwnHost)).toBe(true);
  expect(
    ['localhost', 'localhost:4322', 'evil.example:4321', `8080--${previewId}.localhost:4321`, undefined].some(
      isOwnHost,
    ),
  ).toBe(false);
  expect(isOwnOrigin('http://127.0.0.1:4321')).toBe(true);
  expect(
    [
      'https://localhost:4321',
      'http://evil.example',
      `http://8080--${previewId}.localhost:4321`,
      'null',
      '',
      undefined,
    ].some(isOwnOrigin),
  ).toBe(false);
});

test('a platform with a name answers to that name alone', () => {
  const { isOwnHost, isOwnOrigin } = createOwnOrigin(new URL('https://learn.example'));
  expect(isOwnHost('learn.example')).toBe(true);
  expect(isOwnOrigin('https://learn.example')).toBe(true);
  expect(isOwnOrigin('http://learn.example')).toBe(false);
  expect(isOwnHost('localhost')).toBe(false);
});

test('a preview address leads back to its port and its sandbox', () => {
  for (const publicUrl of ['http://localhost:4321', 'http://127.0.0.1:4321', 'https://learn.example']) {
    const addresses = createPreviewAddresses(new URL(publicUrl));
    const url = new URL(addresses.url({ port: 8080, previewId }) ?? '');
    expect(addresses.parse(url.host)).toEqual({ port: 8080, previewId });
  }
});

test('what is no preview address is not taken for one', () => {
  const { parse } = createPreviewAddresses(new URL('http://localhost:4321'));
  for (const host of [
    undefined,
    'localhost:4321',
    `0--${previewId}.localhost:4321`,
    `70000--${previewId}.localhost:4321`,
    `8080--${previewId}.localhost`,
    `8080--${previewId}.localhost.evil.example:4321`,
    `8080--${previewId}x.localhost:4321`,
    `8080--a.b.localhost:4321`,
  ]) {
    expect(parse(host)).toBeUndefined();
  }
});

test('a page may frame previews of this platform, and nothing else', () => {
  const sourceOf = (publicUrl: string) => createPreviewAddresses(new URL(publicUrl)).frameSource;
  expect(sourceOf('http://127.0.0.1:4321')).toBe('http://*.localhost:4321');
  expect(sourceOf('https://learn.example')).toBe('https://*.learn.example');
});

test('a bare address on the network has no names for previews', () => {
  const addresses = createPreviewAddresses(new URL('http://192.0.2.1:4321'));
  expect(addresses.url({ port: 80, previewId })).toBeUndefined();
  expect(addresses.frameSource).toBe("'none'");
});
