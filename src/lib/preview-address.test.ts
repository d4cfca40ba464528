import { expect, test } from 'vitest';
import { previewAddress } from './preview-address.ts';

const URL_OF_PORT = 'http://8080--0123.localhost:4321/';
const at = (path: string) => previewAddress(URL_OF_PORT, path);

test('a path is below the port’s address', () => {
  expect(at('/')).toBe(URL_OF_PORT);
  expect(at('api/ships?name=a b#top')).toBe(`${URL_OF_PORT}api/ships?name=a%20b#top`);
  expect(at('?page=2')).toBe(`${URL_OF_PORT}?page=2`);
  expect(at(' /a/../b ')).toBe(`${URL_OF_PORT}b`);
});

test('whatever is typed, it stays on the port', () => {
  for (const path of [
    '//evil.example/',
    'http://evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '@evil.example',
    '/..//evil.example',
  ])
    expect(new URL(at(path)).origin, path).toBe('http://8080--0123.localhost:4321');
});
