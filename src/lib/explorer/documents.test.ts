import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainsOf, digestOf, shortDigest } from './digests.ts';
import { documentChains } from './document-chain.ts';
import { parseImageConfig } from './image-config.ts';
import { jsonTokens } from './json-tokens.ts';

test('digests are SHA-256, as Docker writes them', () => {
  expect(digestOf('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(shortDigest(digestOf(''))).toBe('e3b0c44298fc');
});

test('a chain id stands for a layer on those below it', () => {
  const [one, two] = [digestOf('one'), digestOf('two')];
  expect(chainsOf([one, two])).toEqual([one.slice(7), digestOf(`${one} ${two}`).slice(7)]);
  expect(chainsOf([])).toEqual([]);
});

const text = JSON.stringify({ os: 'linux', rootfs: { diff_ids: [digestOf('unpacked')] } });
const id = digestOf(text);
const config = { text, sizeBytes: text.length, digest: id, config: parseImageConfig(text) };
const manifest = JSON.stringify({ config: { digest: id }, layers: [{ digest: digestOf('packed'), size: 9 }] });
const index = JSON.stringify({ manifests: [{ digest: digestOf(manifest) }] });
const asDocument = (body: string) => ({ digest: digestOf(body), mediaType: 'x', text: body });

test('an index names a manifest, that a config and archives; each is checked by its own bytes', () => {
  const origins = [{ reference: `web@${digestOf(index)}`, documents: [asDocument(index), asDocument(manifest)] }];
  const [chain] = documentChains(id, config, { origins });
  expect(chain?.documents.map(({ kind, digest, computed }) => [kind, digest === computed])).toEqual([
    ['index', true],
    ['manifest', true],
    ['config', true],
  ]);
  expect(chain?.layers).toEqual([{ diffId: digestOf('unpacked'), sent: { digest: digestOf('packed'), sizeBytes: 9 } }]);
});

test('a document that was tampered with does not fit its digest', () => {
  const origins = [{ reference: 'web@x', documents: [{ ...asDocument(manifest), text: manifest.replace('9', '8') }] }];
  const [document] = documentChains(id, config, { origins })[0]?.documents ?? [];
  expect(document?.computed).not.toBe(document?.digest);
});

test('an image that no registry knows has its config alone', () => {
  const chains = documentChains(id, config, { origins: [{ reference: 'web@gone', documents: [] }] });
  expect(chains).toHaveLength(1);
  expect(chains[0]).toMatchObject({
    reference: undefined,
    documents: [{ kind: 'config' }],
    layers: [{ sent: undefined }],
  });
});

test('the pieces of a JSON text are the text, and its digests are among them', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const texts = jsonTokens(json).map((token) => token.text);
      expect(texts.join('')).toBe(json);
    }),
  );
  expect(jsonTokens(manifest).filter(({ kind }) => kind === 'digest')).toHaveLength(2);
  expect(jsonTokens('{"sha":"a\\"b"}').map(({ kind }) => kind)).toEqual(['plain', 'key', 'plain', 'string', 'plain']);
});
