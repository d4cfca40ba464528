import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/**
 * The header by which a page forbids to be shown inside the platform's, or `undefined`. The platform is another origin than every preview, so `SAMEORIGIN` forbids it, too; where there is a
 * `frame-ancestors`, browsers look at nothing else. Sources: RFC 7034, section 2.1; CSP Level 3, section 6.4.2.
 */
export function frameRefusal(headers: IncomingHttpHeaders, platform: URL): string | undefined {
  const policies = [headers['content-security-policy'] ?? []].flat().flatMap((header) => header.split(','));
  const ancestors = policies.flatMap((policy) =>
    policy
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .filter(([name]) => name?.toLowerCase() === 'frame-ancestors')
      .slice(0, 1),
  );
  for (const [name, ...sources] of ancestors)
    if (!sources.some((source) => isPlatform(source.toLowerCase(), platform)))
      return `Content-Security-Policy: ${[name, ...sources].join(' ')}`;
  const option = headers['x-frame-options'];
  const word = [option ?? []].flat().join(', ');
  if (ancestors.length > 0 || !/^\s*(deny|sameorigin)\s*$/i.test(word.split(',')[0] ?? '')) return undefined;
  return `X-Frame-Options: ${word}`;
}

/** Whether a source of `frame-ancestors` allows the platform. A host with a wildcard is taken at its word: the browser has the last one. */
function isPlatform(source: string, { protocol, host, hostname }: URL): boolean {
  if (source === '*' || source === protocol) return true;
  const [, scheme, name] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/]+)/.exec(source) ?? [];
  if (name === undefined || (scheme !== undefined && `${scheme}:` !== protocol)) return false;
  return name === host || name === hostname || name === `${hostname}:*` || name.startsWith('*.');
}

/** Whether a browser asks for it to show it inside another page. */
export function isForFrame({ headers }: IncomingMessage): boolean {
  return headers['sec-fetch-dest'] === 'iframe' || headers['sec-fetch-dest'] === 'frame';
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What stands in the frame instead, where a browser would show nothing. */
export function sayFrameIsRefused(response: ServerResponse, refusal: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'",
  });
  response.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Not shown here</title>
<style>:root { color-scheme: light dark; font: 0.95rem/1.6 system-ui, sans-serif } body { max-width: 36rem; margin: 3rem auto; padding: 0 1.5rem } code { overflow-wrap: anywhere }</style>
<h1>Your page does not want to be framed</h1>
<p>It was served, but with <code>${escaped(refusal)}</code>, which forbids other pages to show it inside themselves. That is a good habit against clickjacking, and no mistake.</p>
<p><a href="" target="_blank" rel="noopener">Open it in a window of its own</a></p>
</html>
`);
}
