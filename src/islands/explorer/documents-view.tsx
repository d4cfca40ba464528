import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { byteWords } from '../../lib/byte-words.ts';
import { shortDigest } from '../../lib/explorer/digests.ts';
import { type ChainedDocument, type DocumentChain, documentChains } from '../../lib/explorer/document-chain.ts';
import { indented, jsonTokens } from '../../lib/explorer/json-tokens.ts';
import { type ReadConfig, readManifests } from '../../lib/explorer/read-documents.ts';
import type { PictureImage } from '../../shared/engine-views.ts';
import { Refused } from './refused.tsx';
import { type Asked, useAsked } from './use-asked.ts';

const titles = { index: 'Index', manifest: 'Manifest', config: 'Config' } as const;

interface DocumentsViewProps {
  readonly image: PictureImage;
  readonly read: Asked<ReadConfig>;
}

/** What is written down of an image, from the digest that a registry knows down to its layers: each document as it is, with the digests in it led to what they stand for. */
export function DocumentsView({ image, read }: DocumentsViewProps) {
  // A push gives it another, and so another size of the list of its names.
  const manifests = useAsked(`${image.id} ${image.names.join()}`, () => readManifests(image.id));
  const [at, setAt] = useState(0);
  const chains = useMemo(
    () =>
      read.state === 'there' && manifests.state !== 'waiting'
        ? documentChains(image.id, read.value, manifests.state === 'there' ? manifests.value : { origins: [] })
        : undefined,
    [image.id, read, manifests],
  );
  if (read.state === 'refused') return <Refused problem={read.problem} again={read.again} />;
  if (!chains) return <p class="explorer-note">Reading what is written down of it…</p>;
  const chain = chains[Math.min(at, chains.length - 1)];
  return (
    <div class="documents">
      {manifests.state === 'refused' && <Refused problem={manifests.problem} again={manifests.again} />}
      {chains.length > 1 && (
        <label class="documents-origin">
          As known by{' '}
          <select value={at} onChange={({ currentTarget }) => setAt(Number(currentTarget.value))}>
            {chains.map(({ reference }, index) => (
              <option key={reference} value={index}>
                {reference?.replace(/(@sha256:.{12}).*/, '$1')}
              </option>
            ))}
          </select>
        </label>
      )}
      {chain && <Chain key={chain.reference} chain={chain} isAsked={manifests.state === 'there'} />}
    </div>
  );
}

function Chain({ chain, isAsked }: { readonly chain: DocumentChain; readonly isAsked: boolean }) {
  const id = useId();
  const [shown, setShown] = useState(0);
  const [marked, setMarked] = useState<string>();
  const panel = useRef<HTMLDivElement>(null);
  const known = new Map(chain.documents.map(({ digest }, index) => [digest, index]));
  const layerOf = (digest: string) =>
    chain.layers.findIndex(({ diffId, sent }) => diffId === digest || sent?.digest === digest);
  const document_ = chain.documents[shown];
  const follow = (digest: string) => {
    const next = known.get(digest);
    if (next !== undefined) setShown(next);
    setMarked(digest);
  };
  useEffect(() => {
    if (marked === undefined) return;
    panel.current?.closest('.documents')?.querySelector('[data-marked="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  return (
    <>
      <p class="explorer-sum">
        {chain.reference !== undefined
          ? 'From the digest that a registry knows, each document names the next. The page has computed the SHA-256 of each of them itself.'
          : isAsked
            ? 'No registry shows a manifest of this image. An engine keeps none for what it has built: “docker push” makes one.'
            : 'Of this image the engine’s own config can be shown.'}
      </p>
      <ol class="chain">
        {chain.documents.map((each, index) => (
          <li key={each.digest}>
            <button
              type="button"
              class="chain-link"
              aria-pressed={index === shown}
              aria-controls={`${id}-json`}
              onClick={() => {
                setShown(index);
                setMarked(undefined);
              }}
            >
              <strong>{titles[each.kind]}</strong> <code>{shortDigest(each.digest)}</code> <Checked document={each} />
            </button>
          </li>
        ))}
      </ol>
      {document_ && (
        <div class="document" id={`${id}-json`} ref={panel}>
          <p class="layer-facts">
            {titles[document_.kind]}, {byteWords(document_.sizeBytes)}. {describeCheck(document_)}
          </p>
          <pre class="json" tabIndex={0} aria-label={`${titles[document_.kind]} as JSON`}>
            {jsonTokens(indented(document_.text)).map(({ kind, text }, index) => {
              const digest = kind === 'digest' ? text.slice(1, -1) : '';
              if (kind === 'digest' && (known.has(digest) || layerOf(digest) >= 0)) {
                return (
                  <button key={index} type="button" class="json-link" onClick={() => follow(digest)}>
                    {text}
                  </button>
                );
              }
              return (
                <span key={index} class={`json-${kind}`}>
                  {text}
                </span>
              );
            })}
          </pre>
        </div>
      )}
      <h4 class="documents-title">Layers</h4>
      <p class="layer-facts">
        A manifest names each layer’s archive as it is sent, compressed; a config names the same archive unpacked, its
        diff ID. So the two digests are never equal. The page has neither archive, and can’t check these.
      </p>
      <ol class="layer-digests">
        {chain.layers.map(({ diffId, sent }, index) => (
          <li
            key={`${index} ${diffId}`}
            data-marked={marked !== undefined && (marked === diffId || marked === sent?.digest)}
          >
            {sent && (
              <>
                <code>{shortDigest(sent.digest)}</code> as sent
                {sent.sizeBytes !== undefined && `, ${byteWords(sent.sizeBytes)}`};{' '}
              </>
            )}
            <code>{shortDigest(diffId)}</code> unpacked
          </li>
        ))}
      </ol>
    </>
  );
}

function Checked({ document: { digest, computed } }: { readonly document: ChainedDocument }) {
  return digest === computed ? <span class="is-checked">✓ checked</span> : <span class="is-wrong">✗ does not fit</span>;
}

function describeCheck({ digest, computed, kind }: ChainedDocument): string {
  if (digest !== computed) return `Its SHA-256 is ${computed}: it is not what ${digest} stands for.`;
  return kind === 'config'
    ? 'Its SHA-256 is the image’s id, computed in this page.'
    : 'Its SHA-256 is its digest, computed in this page.';
}
