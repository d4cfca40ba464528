/** SPEC.md rule 9 allows 64 KiB a frame; this leaves room for its head. */
const MAX_INPUT_BYTES = 60 * 1024;

/** A paste in pieces that fit a frame each. */
export function* splitInput(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += MAX_INPUT_BYTES)
    yield bytes.subarray(start, start + MAX_INPUT_BYTES);
}
