import { createHash } from 'node:crypto';
import { pack } from 'tar-stream';

/** One path of a layer's archive, as tar has it: whiteouts are files named `.wh.…`. */
export interface ArchiveEntry {
  readonly name: string;
  /** Left out, a folder where the name ends with a slash, and else a file with this content. */
  readonly content?: string | Buffer;
  readonly linkTo?: string;
  readonly mode?: number;
  readonly uid?: number;
}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** An image as `docker load` takes it, made by hand of these layers, base first: for tests and benches, which want layers that no build makes. */
export async function createImageArchive(name: string, layers: readonly (readonly ArchiveEntry[])[]): Promise<Buffer> {
  const archives = [];
  for (const entries of layers) archives.push(await tar(entries));
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config: { Cmd: ['true'] },
      rootfs: { type: 'layers', diff_ids: archives.map((archive) => `sha256:${digestOf(archive)}`) },
      history: archives.map((_, index) => ({
        created: '2026-01-01T00:00:00Z',
        created_by: `COPY part-${index} / # buildkit`,
      })),
    }),
  );
  const manifest = [
    {
      Config: `${digestOf(config)}.json`,
      RepoTags: [name],
      Layers: archives.map((_, index) => `${index}/layer.tar`),
    },
  ];
  return tar([
    ...archives.map((archive, index) => ({ name: `${index}/layer.tar`, content: archive })),
    { name: `${digestOf(config)}.json`, content: config },
    { name: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
}

async function tar(entries: readonly ArchiveEntry[]): Promise<Buffer> {
  const packing = pack();
  const mtime = new Date('2026-01-01T00:00:00Z');
  for (const { name, content = '', linkTo, mode, uid = 0 } of entries) {
    const header = { name, mtime, uid, ...(mode === undefined ? {} : { mode }) };
    if (linkTo !== undefined) packing.entry({ ...header, type: 'symlink', linkname: linkTo });
    else if (name.endsWith('/')) packing.entry({ ...header, type: 'directory' });
    else packing.entry(header, content);
  }
  packing.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of packing) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
