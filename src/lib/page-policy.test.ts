import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { addPagePolicy } from './page-policy.ts';

const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

test('every inline script is allowed by its hash, once', async () => {
  const html =
    '<html><head><script>one()</script></head><script type="module">two()</script><script>one()</script></html>';
  const page = await addPagePolicy(html);
  expect(page).toContain(`script-src 'self' ${hashOf('one()')} ${hashOf('two()')};`);
});

test('the policy stands before the first script', async () => {
  const page = await addPagePolicy('<html><head><script>one()</script></head></html>');
  expect(page.indexOf('content-security-policy')).toBeLessThan(page.indexOf('<script>'));
});

test('files and data need no hash', async () => {
  const html =
    '<head></head><script src="/a.js"></script><script type="application/json">{}</script><script type="module" src="/b.js"></script>';
  expect(await addPagePolicy(html)).toContain("script-src 'self';");
});

test('frames come from other hosts alone: the server’s own header says which', async () => {
  expect(await addPagePolicy('<head></head>')).toContain('frame-src http: https:;');
});
