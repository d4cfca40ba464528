import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LayerRecordReader } from './layer-record.ts';
import { testRecord } from './test-record.ts';

const files = [
  { name: './etc/', flag: '5', mode: 0o755 },
  { name: 'etc/motd', size: 700, payload: 'YUmYEAAAAAA=' },
  { name: 'bin', flag: '2', link: 'usr/bin', mode: 0o777 },
  { name: 'a\nb c', size: 1, payload: 'YVMQAAAAAAA=', mode: 0o4755 },
  { name: 'far', flag: '2', link: `deep/${'n'.repeat(200)}/ü` },
  { name: 'twin', flag: '1', link: 'etc/motd' },
  { name: 'etc/.wh.passwd' },
  { name: 'var/.wh..wh..opq' },
  { name: '.wh.gone' },
];
const record = testRecord(files);

function read(chunks: readonly Uint8Array[]) {
  const reader = new LayerRecordReader();
  for (const chunk of chunks) reader.feed(chunk);
  return reader.end();
}

test('a layer’s record tells of each path what it is, and what it hides', () => {
  expect(
    read([record]).map(({ path, kind, sizeBytes, mode, target }) => [path, kind, sizeBytes, mode, target]),
  ).toEqual([
    ['etc', 'folder', 0, 0o755, ''],
    ['etc/motd', 'file', 700, 0o644, ''],
    ['bin', 'link', 0, 0o777, 'usr/bin'],
    ['a\nb c', 'file', 1, 0o4755, ''],
    ['far', 'link', 0, 0o644, `deep/${'n'.repeat(200)}/ü`],
    ['twin', 'hard-link', 0, 0o644, 'etc/motd'],
    ['etc/passwd', 'removal', 0, 0o644, ''],
    ['var', 'emptying', 0, 0o644, ''],
    ['gone', 'removal', 0, 0o644, ''],
  ]);
  expect(read([record])[1]).toMatchObject({ content: 'YUmYEAAAAAA=', owner: '10:0' });
});

test('a record reads the same however it is cut', () => {
  const whole = read([record]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: record.length }), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.toSorted((one, other) => one - other), record.length];
      const chunks = places.slice(1).map((end, index) => record.slice(places[index], end));
      expect(read(chunks)).toEqual(whole);
    }),
  );
});

test('the bytes that a chunk came in may be used again', () => {
  const reader = new LayerRecordReader();
  const half = record.indexOf(10) + 1;
  const [first, second] = [record.slice(0, half), record.slice(half)];
  reader.feed(first);
  first.fill(0);
  reader.feed(second);
  expect(reader.end()).toEqual(read([record]));
});

test('what breaks off, or is none, is an error', () => {
  expect(() => read([record.slice(0, -3)])).toThrow('breaks off');
  expect(() => read([new TextEncoder().encode('{"type":1,"name":\n')])).toThrow();
});

test('a name that is no UTF-8 is read as far as it goes', () => {
  const line = JSON.stringify({
    type: 1,
    name_raw: Buffer.from([0x61, 0xff]).toString('base64'),
    size: 1,
    position: 1,
  });
  expect(read([new TextEncoder().encode(`${line}\n`)])[0]?.path).toBe('a\ufffd');
});
