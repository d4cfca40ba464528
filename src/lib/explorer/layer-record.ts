import { type EntryKind, type LayerEntry, splitPath } from './layer-entry.ts';

const NEWLINE = 10;
const BLOCK_BYTES = 512;

/** `{"type":1,…`: a file, and `{"type":2,"payload":"…`: the bytes before it. Docker writes these keys in this order. */
const TYPE_AT = '{"type":'.length;
const FILE = '1'.charCodeAt(0);
const SEGMENT_AT = '{"type":2,"payload":"'.length;
const QUOTE = 34;
const SPACE = 32;
const ZERO = 48;

/** Where these lie in a header of a tar archive. */
const MODE = { at: 100, bytes: 8 } as const;
const UID = { at: 108, bytes: 8 } as const;
const GID = { at: 116, bytes: 8 } as const;
const TYPE_FLAG = { at: 156, bytes: 1 } as const;
const LINK = { at: 157, bytes: 100 } as const;

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

const kinds: Readonly<Record<string, EntryKind>> = {
  '0': 'file',
  '7': 'file',
  '\0': 'file',
  '': 'file',
  '1': 'hard-link',
  '2': 'link',
  '5': 'folder',
};

const text = new TextDecoder();

/** What base64 letters stand for; 255 for all else. */
const sextets = new Uint8Array(256).fill(255);
for (const [value, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  sextets[letter.charCodeAt(0)] = value;
}

/** More is no image that anybody looks through. */
export const MAX_ENTRIES = 500_000;
/** A line holds a header and what pads the file before it; long names and attributes are some kilobytes more. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

/**
 * Reads the record of a layer, unpacked, as it comes: `tar-split.json` of github.com/vbatts/tar-split, a line for the bytes of each header and one for the file that
 * follows. Throws where it is none.
 */
export class LayerRecordReader {
  readonly #entries: LayerEntry[] = [];
  #rest: Uint8Array = new Uint8Array(0);
  /** The last header, in base64. */
  #segment: Uint8Array = new Uint8Array(0);

  feed(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + chunk.length);
      bytes.set(this.#rest);
      bytes.set(chunk, this.#rest.length);
    }
    let begin = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, begin)) {
      this.#readLine(bytes.subarray(begin, end));
      begin = end + 1;
    }
    if (bytes.length - begin > MAX_LINE_BYTES) throw new Error('A line of the record has no end.');
    this.#rest = bytes.slice(begin);
    // A view would be of bytes that are overwritten or that are many.
    this.#segment = this.#segment.slice();
  }

  end(): readonly LayerEntry[] {
    if (this.#rest.length > 0) throw new Error('The record breaks off.');
    return this.#entries;
  }

  #readLine(line: Uint8Array): void {
    if (line[TYPE_AT] !== FILE) {
      // From its end: behind the payload stands no more than its position, and before it a kilobyte and more.
      let end = line.length;
      for (let quotes = 0; quotes < 3 && end > SEGMENT_AT; ) quotes += Number(line[--end] === QUOTE);
      this.#segment = line.subarray(SEGMENT_AT, end);
      return;
    }
    if (this.#entries.length >= MAX_ENTRIES) throw new Error(`A layer has more than ${MAX_ENTRIES} files.`);
    this.#entries.push(toEntry(readNote(text.decode(line)), this.#segment));
  }
}

interface FileNote {
  readonly name: string;
  readonly sizeBytes: number;
  readonly content: string;
}

const NAME = '{"type":1,"name":"';

/** Without JSON's own reader where no character is escaped, which is so of nearly all: an image has a hundred thousand such lines. */
function readNote(line: string): FileNote {
  if (line.includes('\\') || !line.startsWith(NAME)) return parseNote(line);
  const end = line.indexOf('"', NAME.length);
  const size = line.startsWith(',"size":', end + 1) ? Number.parseInt(line.slice(end + 9, end + 29), 10) : 0;
  const payload = line.indexOf('"payload":"', end);
  const content = payload < 0 ? '' : line.slice(payload + 11, line.indexOf('"', payload + 11));
  return { name: line.slice(NAME.length, end), sizeBytes: size, content };
}

function parseNote(line: string): FileNote {
  const note = JSON.parse(line) as {
    readonly name?: string;
    /** Of a name that is no UTF-8. */
    readonly name_raw?: string;
    readonly size?: number;
    readonly payload?: string | null;
  };
  const name = note.name ?? text.decode(Uint8Array.from(atob(note.name_raw ?? ''), (each) => each.charCodeAt(0)));
  return { name, sizeBytes: note.size ?? 0, content: note.payload ?? '' };
}

function toEntry({ name, sizeBytes, content }: FileNote, segment: Uint8Array): LayerEntry {
  const isPlain = name[0] !== '.' && name[0] !== '/' && !name.endsWith('/');
  const path = isPlain ? name : name.replace(/^(?:\.?\/)+|\/+$/g, '');
  const header = headerIn(segment);
  const flag = header === undefined ? '0' : field(segment, header, TYPE_FLAG);
  const kind = kinds[flag] ?? 'other';
  const common = {
    // Some archives repeat in it what kind of file it is.
    mode: header === undefined ? 0 : octal(segment, header, MODE) & 0o7777,
    owner: header === undefined ? '' : `${octal(segment, header, UID)}:${octal(segment, header, GID)}`,
    target: header !== undefined && (kind === 'link' || kind === 'hard-link') ? linkIn(segment, header) : '',
    content,
  };
  const { folder, name: own } = splitPath(path);
  if (own === OPAQUE) return { ...common, path: folder, kind: 'emptying', sizeBytes: 0 };
  if (own.startsWith(WHITEOUT)) {
    const hidden = own.slice(WHITEOUT.length);
    return { ...common, path: folder === '' ? hidden : `${folder}/${hidden}`, kind: 'removal', sizeBytes: 0 };
  }
  return { ...common, path, kind, sizeBytes: kind === 'file' ? sizeBytes : 0 };
}

/** Where the file's own header begins: before it stand what pads the file before, and headers of long names. */
function headerIn(segment: Uint8Array): number | undefined {
  const padding = segment.at(-1) !== 61 ? 0 : segment.at(-2) !== 61 ? 1 : 2;
  const length = (segment.length / 4) * 3 - padding;
  return length >= BLOCK_BYTES ? length - BLOCK_BYTES : undefined;
}

/** Of what is there in base64, so many bytes, up to the first NUL. */
function field(
  segment: Uint8Array,
  header: number,
  { at, bytes }: { readonly at: number; readonly bytes: number },
): string {
  const from = header + at;
  let out = '';
  for (let index = from; index < from + bytes; index += 1) {
    const byte = byteAt(segment, index);
    if (byte === 0) break;
    out += String.fromCharCode(byte);
  }
  return out;
}

function byteAt(segment: Uint8Array, index: number): number {
  const at = Math.floor(index / 3) * 4;
  const letter = (offset: number) => sextets[segment[at + offset] ?? 0] ?? 0;
  switch (index % 3) {
    case 0:
      return (letter(0) << 2) | (letter(1) >> 4);
    case 1:
      return ((letter(1) & 15) << 4) | (letter(2) >> 2);
    default:
      return ((letter(2) & 3) << 6) | letter(3);
  }
}

/** Numbers too large for octal digits are written in another way, and none of a mode or an owner is. */
function octal(
  segment: Uint8Array,
  header: number,
  { at, bytes }: { readonly at: number; readonly bytes: number },
): number {
  let value = 0;
  for (let index = header + at; index < header + at + bytes; index += 1) {
    const digit = byteAt(segment, index) - ZERO;
    if (digit >= 0 && digit < 8) value = value * 8 + digit;
    // Some archives pad with spaces before the digits.
    else if (digit !== SPACE - ZERO) break;
  }
  return value;
}

/** In UTF-8. A long one stands in a header of its own before, as `linkpath=`, of the PAX format. */
function linkIn(segment: Uint8Array, header: number): string {
  const short = Uint8Array.from(field(segment, header, LINK), (each) => each.charCodeAt(0));
  if (short.length < LINK.bytes) return text.decode(short);
  const before = text.decode(Uint8Array.from({ length: header }, (_, index) => byteAt(segment, index)));
  return /\d+ linkpath=([^\n]*)\n/.exec(before)?.[1] ?? text.decode(short);
}
