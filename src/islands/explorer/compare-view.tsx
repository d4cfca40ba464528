import { useEffect } from 'preact/hooks';
import { announce } from '../../lib/announce.ts';
import { byteWords } from '../../lib/byte-words.ts';
import { askExplorer } from '../../lib/explorer/ask-explorer.ts';
import { chainsOf, shortDigest } from '../../lib/explorer/digests.ts';
import type { ExplorerView } from '../../lib/explorer/explorer-view.ts';
import { layersOf } from '../../lib/explorer/image-map.ts';
import { countWords, imageName } from '../../lib/explorer/words.ts';
import type { EngineImages, PictureImage, PictureLayer } from '../../shared/engine-views.ts';
import { FilesTree } from './files-tree.tsx';
import { Refused } from './refused.tsx';
import { useAsked } from './use-asked.ts';
import { ViewHead } from './view-head.tsx';

/** In px: the higher of two images to scale, and the least that a layer's words need. */
const SCALE_PX = 120;
const LOWEST_PX = 26;

interface CompareViewProps {
  readonly engine: EngineImages;
  readonly before: string;
  readonly after: string;
  readonly onShow: (view: ExplorerView) => void;
}

/** Two images side by side: what they share, and what is other in their layers, settings and files. */
export function CompareView({ engine, before, after, onShow }: CompareViewProps) {
  const [one, other] = [before, after].map((id) => engine.images.find((image) => image.id === id));
  if (!one || !other) return null;
  const [left, right] = [layersOf(one.top, engine.layers), layersOf(other.top, engine.layers)];
  let shared = 0;
  while (left[shared] !== undefined && left[shared] === right[shared]) shared += 1;
  const sharedBytes = sumOf(left.slice(0, shared));
  const [leftOwn, rightOwn] = [left.slice(shared), right.slice(shared)];
  const most = Math.max(1, sumOf(left), sumOf(right));
  return (
    <>
      <ViewHead
        title={
          <>
            <code>{imageName(one)}</code> and <code>{imageName(other)}</code>
          </>
        }
        onShow={onShow}
      />
      <div class="explorer-scroll compare">
        <p class="explorer-sum">
          {shared === 0
            ? 'They share no layer.'
            : `They stand on ${shared === 1 ? 'one layer' : `the same ${shared} layers`}, ${byteWords(sharedBytes)}, which are on the disk once.`}
        </p>
        <div class="compare-stacks">
          <Own image={one} layers={leftOwn} most={most} onShow={onShow} />
          <Own image={other} layers={rightOwn} most={most} onShow={onShow} />
          {shared > 0 && (
            <div
              class="compare-shared"
              style={{ minHeight: `${Math.max(LOWEST_PX, (SCALE_PX * sharedBytes) / most)}px` }}
            >
              <strong>{byteWords(sharedBytes)}</strong> in both: {countWords(shared, 'layer')}
            </div>
          )}
        </div>
        <Settings one={one} other={other} />
        <Files
          key={`${before} ${after}`}
          before={chainsOf(left.map(({ digest }) => digest))}
          after={chainsOf(right.map(({ digest }) => digest))}
          names={[imageName(one), imageName(other)]}
        />
      </div>
    </>
  );
}

function sumOf(layers: readonly PictureLayer[]): number {
  return layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

interface OwnProps {
  readonly image: PictureImage;
  readonly layers: readonly PictureLayer[];
  readonly most: number;
  readonly onShow: (view: ExplorerView) => void;
}

/** What only one of the two has, the topmost first. */
function Own({ image, layers, most, onShow }: OwnProps) {
  return (
    <section class="compare-own" aria-label={`Only in ${imageName(image)}`}>
      <p class="layer-facts">
        <button type="button" class="quiet" onClick={() => onShow({ kind: 'image', id: image.id })}>
          {imageName(image)}
        </button>
        {image.names.length > 0 && (
          <>
            {' '}
            <code>{shortDigest(image.id)}</code>
          </>
        )}
        <br />
        {layers.length === 0
          ? 'nothing of its own'
          : `${countWords(layers.length, 'layer')} of its own, ${byteWords(sumOf(layers))}`}
      </p>
      <ol class="compare-layers" reversed>
        {layers
          .map((layer, index) => (
            <li
              key={index}
              class="stack-layer"
              style={{ height: `${Math.max(LOWEST_PX, (SCALE_PX * layer.sizeBytes) / most)}px` }}
              title={layer.instruction}
            >
              <span class="stack-line">
                <code class="stack-instruction">{layer.instruction || 'a layer'}</code>
                <span class="stack-size">{byteWords(layer.sizeBytes)}</span>
              </span>
            </li>
          ))
          .toReversed()}
      </ol>
    </section>
  );
}

function Settings({ one, other }: { readonly one: PictureImage; readonly other: PictureImage }) {
  const [gone, added] = [
    one.settings.filter((setting) => !other.settings.includes(setting)),
    other.settings.filter((setting) => !one.settings.includes(setting)),
  ];
  if (gone.length + added.length === 0) return <p class="layer-facts">Their settings are the same.</p>;
  const list = (image: PictureImage, settings: readonly string[]) =>
    settings.length > 0 && (
      <p class="layer-facts">
        Set only in {imageName(image)}:{' '}
        {settings.map((setting, index) => (
          <span key={setting}>
            {index > 0 && ', '}
            <code>{setting}</code>
          </span>
        ))}
      </p>
    );
  return (
    <>
      {list(one, gone)}
      {list(other, added)}
    </>
  );
}

interface FilesProps {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly names: readonly [string, string];
}

/** What is other in what containers of the two see. */
function Files({ before, after, names }: FilesProps) {
  const compared = useAsked('', () => askExplorer('compare', { before, after }));
  const [one, other] = names;
  useEffect(() => {
    if (compared.state !== 'there') return;
    const { added, changed, removed } = compared.value;
    announce(`Files: ${added} only in ${other}, ${changed} other in the two, ${removed} only in ${one}.`);
  }, [compared]);
  if (compared.state === 'refused') return <Refused problem={compared.problem} again={compared.again} />;
  if (compared.state === 'waiting') return <p class="explorer-note">Comparing their files…</p>;
  const { added, changed, removed, sameCount, sameBytes } = compared.value;
  return (
    <section class="compare-files" aria-label="Their files">
      <p class="layer-facts">
        Of their files, {sameCount.toLocaleString('en')} are the same, {byteWords(sameBytes)}.{' '}
        <b class="mark-added">{added.toLocaleString('en')}</b> only in {other},{' '}
        <b class="mark-changed">{changed.toLocaleString('en')}</b> other in the two,{' '}
        <b class="mark-removed">{removed.toLocaleString('en')}</b> only in {one}.
      </p>
      <FilesTree
        listed={{ kind: 'images', before, after }}
        label="Files that are other"
        empty="Containers of the two see the same files."
      />
    </section>
  );
}
