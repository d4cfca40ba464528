import type { Preview } from '../shared/views.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/;

/** Where an address in the terminal leads. `undefined`: it is not opened. */
export function linkTarget(text: string, previews: readonly Preview[]): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (!LOOPBACK.test(url.hostname)) return url.href;
  // The learner's engine may be elsewhere: what it publishes on its localhost has another address here.
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const preview = previews.find((shown) => shown.port === port);
  if (!preview) return url.href;
  const target = new URL(preview.url);
  target.pathname = url.pathname;
  target.search = url.search;
  target.hash = url.hash;
  return target.href;
}
