import { expect, test } from 'vitest';
import { frameRefusal } from './frame-refusal.ts';

const platform = new URL('http://localhost:4321');
const csp = (policy: string) => frameRefusal({ 'content-security-policy': policy }, platform);
const option = (word: string) => frameRefusal({ 'x-frame-options': word }, platform);

test('a page that says nothing may be shown', () => {
  expect(frameRefusal({}, platform)).toBeUndefined();
  expect(csp("default-src 'self'")).toBeUndefined();
  expect(option('ALLOWALL')).toBeUndefined();
});

test.each(['DENY', 'SAMEORIGIN', ' sameorigin ', 'deny, deny'])('X-Frame-Options: %s forbids it', (word) => {
  expect(option(word)).toBe(`X-Frame-Options: ${word}`);
});

test.each([
  "frame-ancestors 'none'",
  "default-src *; Frame-Ancestors 'self'",
  'frame-ancestors https://localhost:4321',
  'frame-ancestors',
])('%s forbids it', (policy) => {
  expect(csp(policy)).toMatch(/^Content-Security-Policy: frame-ancestors/i);
});

test.each(['*', 'http:', 'localhost:4321', 'http://localhost:4321', 'localhost:*', 'http://*.example localhost:4321'])(
  'frame-ancestors %s allows it',
  (sources) => {
    expect(csp(`frame-ancestors ${sources}`)).toBeUndefined();
  },
);

test('of several policies each must allow it, and frame-ancestors counts before the older header', () => {
  expect(csp("frame-ancestors *, frame-ancestors 'none'")).toContain("'none'");
  const both = { 'content-security-policy': 'frame-ancestors *', 'x-frame-options': 'DENY' };
  expect(frameRefusal(both, platform)).toBeUndefined();
});
