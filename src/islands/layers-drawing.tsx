import { byteWords } from '../lib/byte-words.ts';
import { clipCode } from '../lib/clip-text.ts';
import { type Block, type Column, type LayerStacks, layOutStacks } from '../lib/layer-stacks.ts';
import type { EngineImages } from '../shared/engine-views.ts';

const NAME_Y = 14;
const SIZE_Y = 33;
const SETTINGS_Y = 46;
const SETTINGS_HEIGHT = 46;
const STACK_Y = 108;
/** Below the stacks: the line that sums up. */
const FOOT = 30;

/** The height of the drawing where its author names none. */
export const LAYERS_HEIGHT = 340;

const PAD = 10;
const SIZE_WIDTH = 76;
const SHARED_WIDTH = 64;

/** With less there is no word of an instruction. */
const LEAST_TEXT = 90;

const THREAD_PITCH = 3;

/** Columns that are narrower have room for one thing in a line. */
const NARROW = 200;

interface LayersDrawingProps {
  readonly engine: EngineImages;
  readonly images: readonly string[];
  readonly height: number;
  /** Of the elements' ids, of which a page may have only one each. */
  readonly id: string;
}

/** Images as stacks of layers to scale: what they share once, and their settings apart. */
export function LayersDrawing({ engine, images, height, id }: LayersDrawingProps) {
  const stacks = layOutStacks(images, engine, { top: STACK_Y, bottom: height - FOOT });
  return (
    <svg viewBox={`0 0 640 ${height}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>The layers of {images.join(' and ')}</title>
      <desc id={`${id}-desc`}>{describeStacks(stacks)}</desc>
      {stacks.columns.map((column) => (
        <Head key={column.name} column={column} bottom={height - FOOT} />
      ))}
      {stacks.blocks.map((block) => (
        <Layers key={block.key} block={block} />
      ))}
      <text class="small" x="0" y={height - 8}>
        {sumUp(stacks)}
      </text>
    </svg>
  );
}

function Head({ column: { name, x, width, image }, bottom }: { readonly column: Column; readonly bottom: number }) {
  const title = (
    <text class="code" x={x} y={NAME_Y}>
      {clipCode(name, width, 13)}
    </text>
  );
  if (!image) {
    return (
      <g>
        {title}
        <rect class="box dashed soft" x={x + 0.5} y={STACK_Y} width={width - 1} height={bottom - STACK_Y} rx="4" />
        <text class="small mid soft" x={x + width / 2} y={(STACK_Y + bottom) / 2 + 4}>
          not on your engine yet
        </text>
      </g>
    );
  }
  const words = image.settings.map((setting) => setting.split(' ', 1)[0] ?? '');
  return (
    <g>
      {title}
      <text class="small soft" x={x} y={SIZE_Y}>
        {countWords(image.layerCount, 'layer')}, {byteWords(image.sizeBytes)}
      </text>
      <rect class="box dashed" x={x + 0.5} y={SETTINGS_Y} width={width - 1} height={SETTINGS_HEIGHT} rx="4" />
      <text class="small label" x={x + PAD} y={SETTINGS_Y + 19}>
        {countWords(words.length, 'setting')}
        {width < NARROW ? '' : ', no files'}
      </text>
      <text class="code-s soft" x={x + PAD} y={SETTINGS_Y + 36}>
        {clipCode([...new Set(words)].join(' '), width - 2 * PAD, 12)}
      </text>
    </g>
  );
}

function Layers({ block }: { readonly block: Block }) {
  const { x, y, width, height, layers, isToScale, owners, sizeBytes } = block;
  const isShared = owners > 1;
  const isNarrow = width < NARROW;
  const middle = y + height / 2 + 4;
  const textX = x + PAD + SIZE_WIDTH;
  const textWidth = width - SIZE_WIDTH - 2 * PAD - (isShared ? SHARED_WIDTH : 0);
  const isRow = layers.length > 1;
  return (
    <g>
      <rect
        class={isShared ? 'box accent' : isToScale ? 'layer' : 'layer thin'}
        x={x + 0.5}
        y={y + 1}
        width={width - 1}
        height={Math.max(1, height - 2)}
        rx="3"
      />
      <text class="small label" x={x + PAD} y={middle}>
        {isRow && isNarrow ? `${layers.length} layers, ` : ''}
        {byteWords(sizeBytes)}
      </text>
      {isRow && !isNarrow && <ThinLayers block={block} x={textX} middle={middle} />}
      {!isRow && textWidth >= LEAST_TEXT && (
        <text class="code-s" x={textX} y={middle}>
          {clipCode(layers[0]?.instruction || 'a layer', textWidth, 12)}
        </text>
      )}
      {isShared && !isNarrow && (
        <text class="small label end fill-accent" x={x + width - PAD} y={middle}>
          {owners === 2 ? 'in both' : `in ${owners}`}
        </text>
      )}
    </g>
  );
}

/** As many lines as there are layers, and as have room. */
function ThinLayers({ block, x, middle }: { readonly block: Block; readonly x: number; readonly middle: number }) {
  const { y, height, layers, owners } = block;
  return (
    <>
      {layers.slice(0, Math.floor((height - 6) / THREAD_PITCH)).map(({ digest }, index) => (
        <path
          key={`${index} ${digest}`}
          class={owners > 1 ? 'thread shared' : 'thread'}
          d={`M${x} ${y + height - 5.5 - index * THREAD_PITCH} h40`}
        />
      ))}
      <text class="small" x={x + 50} y={middle}>
        {layers.length} layers, too thin to draw
      </text>
    </>
  );
}

function countWords(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function sumUp({ columns, onDiskBytes, shared }: LayerStacks): string {
  if (columns.filter(({ image }) => image).length < 2) return '';
  const together = `Together on disk: ${byteWords(onDiskBytes)}.`;
  return shared.count === 0
    ? `${together} They share no layer.`
    : `${together} The shared ${byteWords(shared.sizeBytes)} are there once.`;
}

/** The picture in words, for who can't see it. */
export function describeStacks(stacks: LayerStacks): string {
  const columns = stacks.columns.map(({ name, image }) => {
    if (!image) return `${name} is not on your engine yet.`;
    const { layerCount, sizeBytes, settings } = image;
    return `${name} has ${countWords(layerCount, 'layer')}, ${byteWords(sizeBytes)} in all, and ${countWords(settings.length, 'setting')}.`;
  });
  const { count, sizeBytes } = stacks.shared;
  const shared =
    stacks.columns.filter(({ image }) => image).length < 2
      ? []
      : [count === 0 ? 'They share no layer.' : `They share ${countWords(count, 'layer')} of ${byteWords(sizeBytes)}.`];
  const large = stacks.blocks
    .filter(({ isToScale }) => isToScale)
    .map(
      ({ layers, sizeBytes: bytes }) => `${byteWords(bytes)} by ${layers[0]?.instruction || 'an unknown instruction'}`,
    );
  return [...columns, ...shared, ...(large.length > 0 ? [`The large layers: ${large.join('; ')}.`] : [])].join(' ');
}
