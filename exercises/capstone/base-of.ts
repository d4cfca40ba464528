/** The image that a Dockerfile's last stage starts from, as it is written there; `undefined` where it can't be told. */
export function baseOf(dockerfile: string): string | undefined {
  const lines = dockerfile.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/);
  const args = new Map<string, string>();
  const stages = new Map<string, string>();
  let base: string | undefined;
  let isBeforeFirst = true;
  for (const line of lines) {
    const [keyword = '', ...words] = line.trim().split(/\s+/);
    if (keyword.toUpperCase() === 'ARG' && isBeforeFirst) {
      const [name = '', value = ''] = (words[0] ?? '').split('=');
      args.set(name, value.replaceAll(/^["']|["']$/g, ''));
    }
    if (keyword.toUpperCase() !== 'FROM') continue;
    isBeforeFirst = false;
    const [written = '', as = '', name = ''] = words.filter((word) => !word.startsWith('--'));
    const image = written.replaceAll(/\$\{?(\w+)\}?/g, (whole, arg: string) => args.get(arg) ?? whole);
    base = stages.get(image.toLowerCase()) ?? image;
    if (as.toUpperCase() === 'AS') stages.set(name.toLowerCase(), base);
  }
  return base === undefined || base === '' || base.includes('$') ? undefined : base;
}
