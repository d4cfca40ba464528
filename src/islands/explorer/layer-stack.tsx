import { useId, useRef } from 'preact/hooks';
import { byteWords } from '../../lib/byte-words.ts';
import type { ImageSummary } from '../../lib/explorer/explorer-messages.ts';
import { layersOf } from '../../lib/explorer/image-map.ts';
import { countWords } from '../../lib/explorer/words.ts';
import type { EngineImages, PictureContainer, PictureLayer } from '../../shared/engine-views.ts';
import { stepByKey } from './list-keys.ts';

/** In px: a whole image to scale, and the least that a layer's words need. */
const SCALE_PX = 300;
const LOWEST_PX = 34;
/** With a second line for what is shared or wasted of it. */
const LOWEST_MARKED_PX = 44;

interface LayerStackProps {
  /** Base first; drawn from the top down. */
  readonly layers: readonly PictureLayer[];
  readonly images: EngineImages;
  readonly containers: readonly PictureContainer[];
  readonly summary: ImageSummary | undefined;
  readonly settings: readonly string[];
  readonly selected: StackChoice;
  readonly onSelect: (choice: StackChoice) => void;
}

/** A layer's place from the base up, or a container's id. */
export type StackChoice = number | string;

/** An image as a stack of its layers, with its containers on top, to be chosen from. */
export function LayerStack({ layers, images, containers, summary, settings, selected, onSelect }: LayerStackProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const total = Math.max(
    1,
    layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  );
  const owners = ownersOf(images);
  const heightOf = (layer: PictureLayer, place: number) => {
    const isMarked = (owners.get(layer) ?? 1) > 1 || (summary?.layers[place]?.wastedBytes ?? 0) > 0;
    return Math.max(isMarked ? LOWEST_MARKED_PX : LOWEST_PX, (SCALE_PX * layer.sizeBytes) / total);
  };
  const step = (event: KeyboardEvent) => {
    // As they stand, from the top down.
    const choices: readonly StackChoice[] = [...containers.map((each) => each.id), ...[...layers.keys()].toReversed()];
    const next = choices[stepByKey(event.key, choices.indexOf(selected), choices.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next);
    list.current?.querySelector<HTMLElement>(`[data-choice="${next}"]`)?.focus();
  };
  return (
    <div class="stack">
      <div class="stack-layers" role="listbox" aria-label="Layers, the topmost first" ref={list} onKeyDown={step}>
        {containers.map(({ id: containerId, name, state, writtenBytes }) => (
          <div
            key={containerId}
            role="option"
            class="stack-layer writable"
            data-choice={containerId}
            tabIndex={containerId === selected ? 0 : -1}
            aria-selected={containerId === selected}
            aria-label={`Container ${name}, ${state}: ${byteWords(writtenBytes)} in its own layer`}
            onClick={() => onSelect(containerId)}
          >
            <span class="stack-line">
              <span class="stack-instruction">
                <code>{name}</code> {state}
              </span>
              <span class="stack-size">{byteWords(writtenBytes)}</span>
            </span>
          </div>
        ))}
        {layers
          .map((layer, place) => (
            <Layer
              key={place}
              id={`${id}-${place}`}
              layer={layer}
              place={place}
              height={heightOf(layer, place)}
              owners={owners.get(layer) ?? 1}
              wastedBytes={summary?.layers[place]?.wastedBytes ?? 0}
              isSelected={place === selected}
              onSelect={onSelect}
            />
          ))
          .toReversed()}
      </div>
      <p class="explorer-foot">
        To scale down to {byteWords((total * LOWEST_MARKED_PX) / SCALE_PX)}; a smaller layer is as high as its words.
      </p>
      {settings.length > 0 && (
        <details class="stack-settings">
          <summary>{countWords(settings.length, 'setting')}, no files</summary>
          <ul>
            {settings.map((setting, index) => (
              <li key={`${index} ${setting}`}>
                <code>{setting}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

interface LayerProps {
  readonly id: string;
  readonly layer: PictureLayer;
  readonly place: number;
  readonly height: number;
  readonly owners: number;
  readonly wastedBytes: number;
  readonly isSelected: boolean;
  readonly onSelect: (layer: number) => void;
}

function Layer({ id, layer, place, height, owners, wastedBytes, isSelected, onSelect }: LayerProps) {
  const shared = owners > 1 ? `in ${owners} images` : '';
  const wasted = wastedBytes > 0 ? `${byteWords(wastedBytes)} wasted` : '';
  const instruction = layer.instruction || 'a layer';
  return (
    <div
      id={id}
      role="option"
      class={owners > 1 ? 'stack-layer shared' : 'stack-layer'}
      style={{ height: `${height}px` }}
      data-choice={place}
      tabIndex={isSelected ? 0 : -1}
      aria-selected={isSelected}
      aria-label={[`Layer ${place + 1}: ${instruction}`, byteWords(layer.sizeBytes), shared, wasted]
        .filter(Boolean)
        .join(', ')}
      onClick={() => onSelect(place)}
    >
      <span class="stack-line">
        <code class="stack-instruction">{instruction}</code>
        <span class="stack-size">{byteWords(layer.sizeBytes)}</span>
      </span>
      {(shared !== '' || wasted !== '') && (
        <span class="stack-line stack-marks">
          {shared !== '' && <span class="is-shared">{shared}</span>}
          {wasted !== '' && <span class="is-wasted">{wasted}</span>}
        </span>
      )}
    </div>
  );
}

/** How many images have each layer. */
function ownersOf({ images, layers }: EngineImages): ReadonlyMap<PictureLayer, number> {
  const owners = new Map<PictureLayer, number>();
  for (const layer of images.flatMap(({ top }) => layersOf(top, layers))) {
    owners.set(layer, (owners.get(layer) ?? 0) + 1);
  }
  return owners;
}
