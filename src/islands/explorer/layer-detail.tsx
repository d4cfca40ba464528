import { byteWords } from '../../lib/byte-words.ts';
import { shortDigest } from '../../lib/explorer/digests.ts';
import type { LayerSummary } from '../../lib/explorer/explorer-messages.ts';
import type { ExplorerView } from '../../lib/explorer/explorer-view.ts';
import type { BuildStep } from '../../lib/explorer/image-config.ts';
import { imageName } from '../../lib/explorer/words.ts';
import type { PictureContainer, PictureImage, PictureLayer } from '../../shared/engine-views.ts';

/** More names are no line that anybody reads. */
const MAX_SHARED_SHOWN = 6;

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
  /** Other images that have it. */
  readonly sharedWith: readonly PictureImage[];
  readonly onShow: (view: ExplorerView) => void;
}

/** What made a layer, whole, and what it did. */
export function LayerDetail({ layer, place, count, step, summary, sharedWith, onShow }: LayerDetailProps) {
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
      {sharedWith.length > 0 && (
        <p class="layer-facts">
          The same layer, on the disk once, is in{' '}
          {sharedWith.slice(0, MAX_SHARED_SHOWN).map((image, index) => (
            <span key={image.id}>
              {index > 0 && ', '}
              <button type="button" class="quiet" onClick={() => onShow({ kind: 'image', id: image.id })}>
                {imageName(image)}
              </button>
            </span>
          ))}
          {sharedWith.length > MAX_SHARED_SHOWN && ` and ${sharedWith.length - MAX_SHARED_SHOWN} more`}
        </p>
      )}
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
