/** SHA-256 as FIPS 180-4 defines it, for the small documents of an image: checks run where there is no library for it. */

const ROUNDS = 64;
const BLOCK_BYTES = 64;

/** The first 32 bits of the fractional parts of the roots of the first primes. */
function rootsOfPrimes(count: number, root: number): number[] {
  const words: number[] = [];
  for (let candidate = 2; words.length < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) isPrime = false;
    if (isPrime) words.push((candidate ** (1 / root) % 1) * 2 ** 32);
  }
  return words.map((word) => word | 0);
}

const START = rootsOfPrimes(8, 2);
const CONSTANTS = rootsOfPrimes(ROUNDS, 3);

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return bytes;
}

function padded(bytes: readonly number[]): readonly number[] {
  const bits = bytes.length * 8;
  const filled = [...bytes, 0x80];
  while (filled.length % BLOCK_BYTES !== BLOCK_BYTES - 8) filled.push(0);
  filled.push(0, 0, 0, 0, (bits >>> 24) & 255, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255);
  return filled;
}

const at = (words: readonly number[], index: number) => words[index] ?? 0;
const rotated = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function schedule(message: readonly number[], offset: number): readonly number[] {
  const words: number[] = [];
  for (let index = 0; index < 16; index++) {
    const byte = offset + index * 4;
    words.push(
      (at(message, byte) << 24) | (at(message, byte + 1) << 16) | (at(message, byte + 2) << 8) | at(message, byte + 3),
    );
  }
  for (let index = 16; index < ROUNDS; index++) {
    const early = at(words, index - 15);
    const late = at(words, index - 2);
    const mixedEarly = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const mixedLate = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    words.push((at(words, index - 16) + mixedEarly + at(words, index - 7) + mixedLate) | 0);
  }
  return words;
}

function mixIn(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < ROUNDS; round++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first =
      (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + at(CONSTANTS, round) + at(words, round)) | 0;
    const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + at(state, index)) | 0);
}

/** Of the text in UTF-8, as Docker writes digests: `sha256:` and 64 hex digits. */
export function sha256(text: string): string {
  const message = padded(utf8(text));
  let state: readonly number[] = START;
  for (let offset = 0; offset < message.length; offset += BLOCK_BYTES) state = mixIn(state, schedule(message, offset));
  return `sha256:${state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')}`;
}
