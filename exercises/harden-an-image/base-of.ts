/** Where a Dockerfile's last stage starts, followed through the stages before it: `{ name: 'python:3.13-slim', digest: 'sha256:…' }`. `undefined` where there is no FROM. */
export function baseOf(dockerfile: string): { readonly name: string; readonly digest: string | undefined } | undefined {
  const stages = [...dockerfile.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)(?:[ \t]+AS[ \t]+(\S+))?/gim)];
  let from = stages.at(-1)?.[1];
  for (const [, image, name] of stages.toReversed()) {
    if (name !== undefined && name.toLowerCase() === from?.toLowerCase()) from = image;
  }
  if (from === undefined) return undefined;
  const [name = '', digest] = from.split('@');
  return { name, digest };
}
