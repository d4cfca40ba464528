import { useEffect, useId, useMemo, useState } from 'preact/hooks';
import { announce } from '../../lib/announce.ts';
import { byteWords } from '../../lib/byte-words.ts';
import { askExplorer } from '../../lib/explorer/ask-explorer.ts';
import { chainsOf, shortDigest } from '../../lib/explorer/digests.ts';
import type { ExplorerView } from '../../lib/explorer/explorer-view.ts';
import { layersOf, ownersOf } from '../../lib/explorer/image-map.ts';
import { readConfig } from '../../lib/explorer/read-documents.ts';
import { countWords, imageName } from '../../lib/explorer/words.ts';
import type { EngineImages, PictureContainer } from '../../shared/engine-views.ts';
import { DocumentsView } from './documents-view.tsx';
import { FilesTree } from './files-tree.tsx';
import { ContainerDetail, LayerDetail } from './layer-detail.tsx';
import { LayerStack, type StackChoice } from './layer-stack.tsx';
import { stepByKey } from './list-keys.ts';
import { Refused } from './refused.tsx';
import { useAsked, valueOf } from './use-asked.ts';
import { ViewHead } from './view-head.tsx';
import { WastedFiles } from './wasted-files.tsx';

type Part = 'layers' | 'wasted' | 'documents';

interface ImageViewProps {
  readonly id: string;
  readonly engine: EngineImages;
  readonly containers: readonly PictureContainer[];
  readonly onShow: (view: ExplorerView) => void;
}

/** One image: its layers and their files, what of them is wasted, and what is written down of it. */
export function ImageView({ id, engine, containers, onShow }: ImageViewProps) {
  const image = engine.images.find((each) => each.id === id);
  // Their objects are others with every look at the engine.
  const layers = useMemo(() => layersOf(image?.top ?? null, engine.layers), [engine]);
  const chains = useMemo(() => chainsOf(layers.map(({ digest }) => digest)), [id]);
  const summary = useAsked(id, () => askExplorer('summary', { chains }));
  const read = useAsked(id, () => readConfig(id));
  const [part, setPart] = useState<Part>('layers');
  const [chosen, setChosen] = useState<StackChoice>(layers.length - 1);
  const name = image ? imageName(image) : '';
  const found = valueOf(summary);

  useEffect(() => {
    if (!found) return;
    const wasted = found.wastedBytes > 0 ? `, ${byteWords(found.wastedBytes)} of them wasted` : '';
    announce(`${name}: ${countWords(layers.length, 'layer')}, ${countWords(found.fileCount, 'file')}${wasted}.`);
  }, [found]);

  if (!image) return null;
  const own = containers.filter(({ imageId }) => imageId === id);
  const container = own.find((each) => each.id === chosen);
  // A container that was chosen may have been removed.
  const selected = typeof chosen === 'number' ? chosen : layers.length - 1;
  const layer = container ? undefined : layers[selected];
  const others = engine.images.filter((each) => each.id !== id);
  return (
    <>
      <ViewHead
        title={<code>{name}</code>}
        about={
          <>
            {byteWords(image.sizeBytes)}, {countWords(layers.length, 'layer')}, <code>{shortDigest(id)}</code>
          </>
        }
        onShow={onShow}
      >
        {others.length > 0 && (
          <label class="view-compare">
            <span class="visually-hidden">Compare with another image</span>
            <select
              onChange={({ currentTarget: { value } }) => {
                if (value !== '') onShow({ kind: 'compare', before: id, after: value });
              }}
            >
              <option value="">Compare with…</option>
              {others.map((other) => (
                <option key={other.id} value={other.id}>
                  {imageName(other)}
                  {other.names.length === 0 && ' (no name)'}
                </option>
              ))}
            </select>
          </label>
        )}
      </ViewHead>
      <Parts
        part={part}
        onChoose={setPart}
        wasted={found && found.wastedBytes > 0 ? byteWords(found.wastedBytes) : undefined}
      >
        {part === 'layers' && (
          <div class="image-parts">
            <LayerStack
              layers={layers}
              images={engine}
              containers={own}
              summary={found}
              settings={image.settings}
              selected={container?.id ?? selected}
              onSelect={setChosen}
            />
            <div class="image-files">
              {layer && (
                <LayerDetail
                  layer={layer}
                  place={selected}
                  count={layers.length}
                  step={valueOf(read)?.config?.steps.find((step) => step.layer === selected)}
                  summary={found?.layers[selected]}
                  sharedWith={ownersOf(layer, engine).filter((other) => other.id !== id)}
                  onShow={onShow}
                />
              )}
              {container && <ContainerDetail container={container} />}
              {container ? (
                <FilesTree
                  key={`${container.id} ${container.writtenBytes}`}
                  listed={{ kind: 'container', id: container.id, writtenBytes: container.writtenBytes }}
                  label={`What ${container.name} has written`}
                  empty="It has written nothing: all that it sees is its image’s."
                />
              ) : summary.state === 'refused' ? (
                <Refused problem={summary.problem} again={summary.again} />
              ) : summary.state === 'waiting' ? (
                <p class="explorer-note">Reading the files of its layers…</p>
              ) : (
                <FilesTree
                  key={selected}
                  listed={{ kind: 'layer', chains, layer: selected }}
                  label={`Files of layer ${selected + 1}`}
                  empty="This layer has no files: its instruction changed nothing on disk."
                />
              )}
            </div>
          </div>
        )}
        {part === 'wasted' && (
          <WastedFiles
            summary={summary}
            layers={layers}
            onLayer={(at) => {
              setChosen(at);
              setPart('layers');
            }}
          />
        )}
        {part === 'documents' && <DocumentsView image={image} read={read} />}
      </Parts>
    </>
  );
}

interface PartsProps {
  readonly part: Part;
  readonly onChoose: (part: Part) => void;
  readonly wasted: string | undefined;
  readonly children: preact.ComponentChildren;
}

/** Tabs between what is shown of an image. */
function Parts({ part, onChoose, wasted, children }: PartsProps) {
  const id = useId();
  const parts: readonly { readonly part: Part; readonly label: string }[] = [
    { part: 'layers', label: 'Layers and files' },
    { part: 'wasted', label: wasted === undefined ? 'Wasted' : `Wasted: ${wasted}` },
    { part: 'documents', label: 'Documents' },
  ];
  const at = parts.findIndex((each) => each.part === part);
  const step = (event: KeyboardEvent) => {
    const key = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp' }[event.key] ?? event.key;
    const next = parts[stepByKey(key, at, parts.length) ?? -1];
    if (!next) return;
    event.preventDefault();
    onChoose(next.part);
    document.getElementById(`${id}-${next.part}`)?.focus();
  };
  return (
    <>
      <div class="part-tabs" role="tablist" aria-label="Of this image" onKeyDown={step}>
        {parts.map((each) => (
          <button
            key={each.part}
            type="button"
            role="tab"
            class="part-tab"
            id={`${id}-${each.part}`}
            aria-selected={each.part === part}
            aria-controls={`${id}-panel`}
            tabIndex={each.part === part ? 0 : -1}
            onClick={() => onChoose(each.part)}
          >
            {each.label}
          </button>
        ))}
      </div>
      <div class="part-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${part}`}>
        {children}
      </div>
    </>
  );
}
