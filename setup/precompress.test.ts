import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { precompress } from './precompress.ts';

test('text gets its compressed twins, other files and small ones get none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-precompress-'));
  try {
    const page = '<p>Ahoy</p>'.repeat(100);
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep/index.html'), page);
    writeFileSync(join(folder, 'small.js'), '1');
    writeFileSync(join(folder, 'picture.png'), Buffer.alloc(2_000));
    await precompress(folder);
    expect(brotliDecompressSync(readFileSync(join(folder, 'deep/index.html.br'))).toString()).toBe(page);
    expect(gunzipSync(readFileSync(join(folder, 'deep/index.html.gz'))).toString()).toBe(page);
    expect(existsSync(join(folder, 'small.js.br'))).toBe(false);
    expect(existsSync(join(folder, 'picture.png.br'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
