const SCRIPT = /<script([^>]*)>([\s\S]*?)<\/script>/g;

/** A file needs no hash, and other types than these are data, which no browser runs. */
function isInlineCode(attributes: string): boolean {
  const type = /\stype=["']?([^"'\s]+)/.exec(attributes)?.[1];
  return !/\ssrc=/.test(attributes) && (type === undefined || type === 'module' || type === 'text/javascript');
}

async function hash(script: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}

/**
 * Adds a Content-Security-Policy to a page: its own scripts and nothing else. Astro's own feature can't be taken, because it hashes styles
 * too, and where a hash stands browsers ignore the 'unsafe-inline' that the terminal's and the highlighter's styles need.
 */
export async function addPagePolicy(html: string): Promise<string> {
  const inline = [...html.matchAll(SCRIPT)].filter(([, attributes = '']) => isInlineCode(attributes));
  const scripts = new Set(inline.map(([, , script = '']) => script));
  const hashes = await Promise.all([...scripts].map(hash));
  const policy = [
    "default-src 'self'",
    ['script-src', "'self'", ...hashes].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    // Which hosts show published ports, the server knows: its own header narrows this down to them.
    'frame-src http: https:',
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join('; ');
  return html.replace(/<head>/, `<head><meta http-equiv="content-security-policy" content="${policy}">`);
}
