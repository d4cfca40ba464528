/** A layer's record as Docker writes it, for tests. */
export interface TestFile {
  readonly name: string;
  readonly size?: number;
  /** One letter, as tar has it. */
  readonly flag?: string;
  readonly mode?: number;
  readonly link?: string;
  readonly payload?: string | null;
}

const encoder = new TextEncoder();

/** Each file as the line of its header, with what pads the file before it, and the line of itself. */
export function testRecord(files: readonly TestFile[]): Uint8Array {
  let padding = 0;
  const lines = files.flatMap((file, index) => {
    const { name, size = 0, flag = '0', mode = 0o644, link = '', payload = null } = file;
    const isLong = encoder.encode(link).length > 100;
    const before = isLong ? paxBlocks(link) : new Uint8Array(0);
    const segment = new Uint8Array(padding + before.length + 512);
    segment.set(before, padding);
    const header = segment.subarray(padding + before.length);
    const put = (text: string, at: number) => header.set(encoder.encode(text).subarray(0, 100), at);
    put(name, 0);
    put(`${mode.toString(8).padStart(7, '0')}\0`, 100);
    put('0000012\0', 108);
    put('0000000\0', 116);
    put(flag, 156);
    put(link, 157);
    padding = (512 - (size % 512)) % 512;
    const base64 = Buffer.from(segment).toString('base64');
    return [
      JSON.stringify({ type: 2, payload: base64, position: 2 * index }),
      JSON.stringify({ type: 1, name, ...(size > 0 ? { size } : {}), payload, position: 2 * index + 1 }),
    ];
  });
  return encoder.encode(lines.map((line) => `${line}\n`).join(''));
}

/** A header of attributes, of which only the last is looked for. */
function paxBlocks(link: string): Uint8Array {
  const record = ` linkpath=${link}\n`;
  const length = encoder.encode(record).length + 3;
  const blocks = new Uint8Array(512 + 512 * Math.ceil(length / 512));
  blocks.set(encoder.encode('x'), 156);
  blocks.set(encoder.encode(`${length}${record}`), 512);
  return blocks;
}
