/** The address of a path below a preview's own, whatever was typed: `//` and `http:` lead nowhere else. */
export function previewAddress(url: string, path: string): string {
  const base = new URL(url);
  const [, pathname = '', search = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(path.trim()) ?? [];
  base.pathname = `/${pathname.replace(/^[/\\]+/, '')}`;
  base.search = search;
  base.hash = hash;
  return base.href;
}
