/** An image's id, or a layer's digest, as `docker images` shows it: 12 digits. */
export function shortId(digest: string): string {
  return digest.replace('sha256:', '').slice(0, 12);
}
