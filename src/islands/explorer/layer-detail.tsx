import { byteWords } from '../../lib/byte-words.ts';
import { shortDigest } from '../../lib/explorer/digests.ts';
import type { LayerSummary } from '../../lib/explorer/explorer-messages.ts';
import type { BuildStep } from '../../lib/explorer/image-config.ts';
import type { PictureContainer, PictureLayer } from '../../shared/engine-views.ts';

/** What lies on top of an image: one container's own layer. */
export function ContainerDetail({ container }: { readonly container: PictureContainer }) {
  const { name, state, writtenBytes } = container;
  return (
    <section class="layer-detail" aria-label={`Container ${name}`}>
      <p class="layer-facts">
        The layer of the container <code>{name}</code>, {state}, {byteWords(writtenBytes)}. What it writes, changes or
        removes lies here, and the image below stays as it is.
      </p>
    </section>
  );
}

interface LayerDetailProps {
  readonly layer: PictureLayer;
  readonly place: number;
  readonly count: number;
  /** `undefined` until it is read, or where the image does not tell. */
  readonly step: BuildStep | undefined;
  readonly summary: LayerSummary | undefined;
}

/** What made a layer, whole, and what it did. */
export function LayerDetail({ layer, place, count, step, summary }: LayerDetailProps) {
  const instruction = step?.instruction || layer.instruction || 'The image does not say what made this layer.';
  return (
    <section class="layer-detail" aria-label={`Layer ${place + 1} of ${count}`}>
      {/* Scrolled by keys where it is long. */}
      <pre class="layer-instruction" tabIndex={0} aria-label="Instruction">
        <code>{instruction}</code>
      </pre>
      <p class="layer-facts">
        Layer {place + 1} of {count}, {byteWords(layer.sizeBytes)},{' '}
        <code title={`${layer.digest}: the digest of its archive`}>{shortDigest(layer.digest)}</code>
      </p>
      {summary && (
        <p class="layer-facts">
          <b class="mark-added">{summary.added.toLocaleString('en')} added</b>,{' '}
          <b class="mark-changed">{summary.changed.toLocaleString('en')} changed</b>,{' '}
          <b class="mark-removed">{summary.removed.toLocaleString('en')} removed</b>
          {summary.wastedBytes > 0 && (
            <>; {byteWords(summary.wastedBytes)} of it is hidden by layers above, and no container sees it</>
          )}
        </p>
      )}
    </section>
  );
}
