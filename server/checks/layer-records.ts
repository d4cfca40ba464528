import type { Readable } from 'node:stream';
import { MAX_RECORD_BYTES, MAX_RECORDS } from '../../src/shared/explorer-views.ts';
import type { ReadySandbox } from '../sandbox/port.ts';

/**
 * Follows the engine's own notes from a layer down to the lowest, as the learner: all of it is theirs to read, also what belongs to other users inside of an image, and the
 * engine need not run for it. What is read is bounded by the sizes that were told: the notes are in the learner's hands, and may be anything.
 */
const PRINT_RECORDS = `cd .local/share/docker/image/overlay2/layerdb/sha256 2>/dev/null || { echo missing; exit; }
chain=$1 files=()
while [ -n "$chain" ] && [ "$chain" != "$2" ] && [ "\${#files[@]}" -lt "$4" ]; do
  [ -f "$chain/tar-split.json.gz" ] || { echo missing; exit; }
  files+=("$chain/tar-split.json.gz")
  parent=
  [ ! -f "$chain/parent" ] || IFS= read -r -n 80 parent < "$chain/parent"
  chain=\${parent#sha256:}
done
sizes=$(stat -Lc '%s %n' -- "\${files[@]}") || { echo missing; exit; }
total=0
while read -r bytes _; do total=$((total + bytes)); done <<< "$sizes"
[ "$total" -le "$3" ] || { echo large; exit; }
echo found
echo "\${sizes//\\/tar-split.json.gz/}"
echo
cat -- "\${files[@]}" | head -c "$total"`;

/** The longest word that it begins with, and its line's end. */
const MAX_FIRST_LINE_BYTES = 16;

export type LayerRecords =
  | { readonly kind: 'found'; readonly records: AsyncIterable<Buffer> }
  | { readonly kind: 'missing' }
  | { readonly kind: 'large' };

/** The records of a layer and of those below it, above `until`: src/shared/explorer-views.ts has their form. */
export async function readLayerRecords(
  sandbox: Pick<ReadySandbox, 'read'>,
  { chain, until, signal }: { readonly chain: string; readonly until: string; readonly signal: AbortSignal },
): Promise<LayerRecords> {
  const bounds = [String(MAX_RECORD_BYTES), String(MAX_RECORDS)];
  const output = await sandbox.read(['bash', '-c', PRINT_RECORDS, 'print-records', chain, until, ...bounds], signal);
  const chunks = output[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head = Buffer.alloc(0);
  while (!head.includes('\n')) {
    const { value, done } = await chunks.next();
    if (done || head.length > MAX_FIRST_LINE_BYTES) throw new Error('The sandbox did not list its layers.');
    head = Buffer.concat([head, value]);
  }
  const end = head.indexOf('\n');
  const word = head.subarray(0, end).toString();
  if (word === 'found') return { kind: 'found', records: withFirst(head.subarray(end + 1), chunks, output) };
  output.destroy();
  if (word === 'missing' || word === 'large') return { kind: word };
  throw new Error(`The sandbox answered ${JSON.stringify(word)} where its layers were asked for.`);
}

async function* withFirst(first: Buffer, rest: AsyncIterator<Buffer>, output: Readable): AsyncIterable<Buffer> {
  try {
    if (first.length > 0) yield first;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    output.destroy();
  }
}
