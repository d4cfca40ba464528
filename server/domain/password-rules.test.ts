import { expect, test } from 'vitest';
import { commonPasswords } from './common-passwords.ts';
import { passwordProblem } from './password-rules.ts';

const of = (password: string) => passwordProblem(password, 'ada.lovelace@example.org');

test('a password needs twelve characters and may consist of what it likes', () => {
  expect(of('elevenchars')).toMatch(/12 characters/);
  expect(of('heron anchor violet')).toBeUndefined();
  expect(of('ⴰⵣⵓⵍ ⴰⵎⴰⴹⴰⵍ ⵉⵏⵓ')).toBeUndefined();
});

test('the commonest are refused, however they are written, and patterns, and one’s own address', () => {
  for (const password of [
    'Password1234',
    'qwerty-123456',
    'abababababab',
    'ada.lovelace@example.org',
    'ada.lovelace12',
  ]) {
    expect(of(password), password).toMatch(/first that others try/);
  }
});

test('the list holds what the other rules let through', () => {
  for (const password of commonPasswords) {
    expect(password.length, password).toBeGreaterThanOrEqual(12);
    expect(password, password).toMatch(/^[a-z0-9]+$/);
  }
});
