import { useRef, useState } from 'preact/hooks';
import { byteWords } from '../../lib/byte-words.ts';
import { shortDigest } from '../../lib/explorer/digests.ts';
import type { ExplorerView } from '../../lib/explorer/explorer-view.ts';
import { layOutMap, type MapBar, type MapRow } from '../../lib/explorer/image-map.ts';
import { tagMoves } from '../../lib/explorer/tag-moves.ts';
import { countWords, imageName } from '../../lib/explorer/words.ts';
import type { EngineImages, PictureContainer } from '../../shared/engine-views.ts';
import { useStore } from '../use-store.ts';
import { stepByKey } from './list-keys.ts';

/** In px, as explorer.css has them. */
const ROW_PX = 52;
const CONTAINER_PX = 30;
const GAP_PX = 3;

interface MapViewProps {
  readonly engine: EngineImages;
  readonly containers: readonly PictureContainer[];
  /** The image that was looked at last. */
  readonly opened: string | undefined;
  readonly onShow: (view: ExplorerView) => void;
}

interface Line {
  readonly row: MapRow;
  readonly y: number;
}

/** All images of an engine as bars to one scale, with what they share drawn once, and containers on top of theirs. */
export function MapView({ engine, containers, opened, onShow }: MapViewProps) {
  const map = layOutMap(engine, containers);
  const { moves } = useStore(tagMoves, (state) => state);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      map.rows.findIndex(({ image }) => image.id === opened),
    ),
  );
  const list = useRef<HTMLUListElement>(null);
  const active = Math.min(at, map.rows.length - 1);

  let y = 0;
  const lines = map.rows.map((row): Line => {
    const line = { row, y };
    y += ROW_PX + line.row.containers.length * CONTAINER_PX;
    return line;
  });
  const yOf = (index: number) => lines[index]?.y ?? y;

  const step = (event: KeyboardEvent) => {
    const next = stepByKey(event.key, active, lines.length);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
    list.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
  };

  return (
    <div class="explorer-scroll">
      {moves.slice(0, 3).map((move) => (
        <p class="explorer-move" key={`${move.name} ${move.after}`}>
          <span>
            <code>{move.name}</code> was <code>{shortDigest(move.before)}</code>, and is{' '}
            <code>{shortDigest(move.after)}</code> now.
          </span>
          <button type="button" class="button button-small" onClick={() => onShow({ kind: 'rebuild', ...move })}>
            What was made anew, and why
          </button>
        </p>
      ))}
      <p class="explorer-sum">
        {countWords(map.rows.length, 'image')}, {byteWords(map.onDiskBytes)} on disk
        {map.savedBytes > 0 && `; without sharing it would be ${byteWords(map.onDiskBytes + map.savedBytes)}`}.
      </p>
      <div class="map">
        <div class="map-bars" style={{ height: `${y}px` }} aria-hidden="true">
          {map.bars.map((bar) => (
            <Bar key={bar.key} bar={bar} top={yOf(bar.fromRow)} bottom={yOf(bar.toRow)} />
          ))}
          {lines.flatMap((line) =>
            line.row.containers.map(({ container, width }, index) => (
              <div
                key={container.id}
                class="map-written"
                style={{
                  top: `${line.y + ROW_PX + index * CONTAINER_PX}px`,
                  left: `${100 * line.row.end}%`,
                  width: `${100 * width}%`,
                }}
              />
            )),
          )}
        </div>
        <ul class="map-rows" ref={list} aria-label="Images of your engine" onKeyDown={step}>
          {lines.map((line, index) => (
            <li key={line.row.image.id}>
              <button
                type="button"
                class="map-row"
                data-row={index}
                data-first={index === active ? '' : undefined}
                tabIndex={index === active ? 0 : -1}
                aria-label={describeRow(line)}
                onFocus={() => setAt(index)}
                onClick={() => onShow({ kind: 'image', id: line.row.image.id })}
              >
                <span class="map-label">
                  <RowNames row={line.row} />
                  <span class="map-size">
                    {byteWords(line.row.sizeBytes)}
                    {ownWords(line.row)}
                  </span>
                </span>
              </button>
              {line.row.containers.map(({ container }) => (
                <p class="map-container" key={container.id} title={`${container.name} (${container.state})`}>
                  <span class="map-label">
                    <code>{container.name}</code>{' '}
                    <span class="map-size">
                      {byteWords(container.writtenBytes)}
                      <span class="map-word"> written</span>
                    </span>
                  </span>
                  <span class="visually-hidden">, a container on it, {container.state}</span>
                </p>
              ))}
            </li>
          ))}
        </ul>
      </div>
      <p class="explorer-foot">
        All bars are to one scale. <span class="key shared" /> shared by the images beside it, and there once{' '}
        <span class="key own" /> its own <span class="key written" /> written by a container
      </p>
    </div>
  );
}

function ownWords({ sizeBytes, ownBytes }: MapRow): string {
  if (ownBytes === sizeBytes) return '';
  return ownBytes === 0 ? ', all shared' : `, ${byteWords(ownBytes)} its own`;
}

function RowNames({ row: { image } }: { readonly row: MapRow }) {
  const [first, ...others] = image.names;
  if (first === undefined) return <span class="map-name nameless">{shortDigest(image.id)}</span>;
  return (
    <span class="map-name">
      <code>{first}</code>
      {others.length > 0 && <span class="map-size"> and {others.length} more</span>}
    </span>
  );
}

function Bar({ bar, top, bottom }: { readonly bar: MapBar; readonly top: number; readonly bottom: number }) {
  const rows = bar.toRow - bar.fromRow;
  const style = {
    top: `${top + GAP_PX}px`,
    height: `${bottom - top - 2 * GAP_PX}px`,
    left: `${100 * bar.from}%`,
    width: `${100 * bar.width}%`,
  };
  return (
    <div class={rows > 1 ? 'map-bar shared' : 'map-bar'} style={style}>
      <span>
        {byteWords(bar.sizeBytes)}
        {rows > 1 && <em> in {rows}</em>}
      </span>
    </div>
  );
}

function describeRow({ row: { image, layerCount, sizeBytes, ownBytes, containers } }: Line): string {
  const shared = sizeBytes - ownBytes;
  const parts = [
    `${imageName(image)}: ${countWords(layerCount, 'layer')}, ${byteWords(sizeBytes)}`,
    shared > 0 ? `${byteWords(shared)} of it shared with other images` : 'nothing of it shared',
    ...(containers.length > 0 ? [countWords(containers.length, 'container')] : []),
  ];
  return `${parts.join(', ')}. Open`;
}
