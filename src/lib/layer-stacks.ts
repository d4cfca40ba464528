import type { EngineImages, PictureLayer } from '../shared/engine-views.ts';

/** In units of the drawing, which is 640 wide. */
const WIDTH = 640;
const COLUMN_GAP = 24;
const WIDEST_COLUMN = 400;
const MAX_COLUMNS = 4;

/** A layer that would be lower has no room for its words: it is drawn as a thin line, beside its neighbours. */
const LOWEST_LAYER = 18;

/** A row of thin lines: so much for each, and with its words no less and no more. */
const LINE_PITCH = 3;
const ROW_MARGIN = 8;
const LOWEST_ROW = 20;
const HIGHEST_ROW = 44;

export interface Column {
  readonly name: string;
  readonly x: number;
  readonly width: number;
  /** `undefined` where the engine does not have it. */
  readonly image:
    | { readonly sizeBytes: number; readonly layerCount: number; readonly settings: readonly string[] }
    | undefined;
}

/** Layers as one rectangle: a single one to scale, or several that are too thin for it. */
export interface Block {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isToScale: boolean;
  readonly layers: readonly PictureLayer[];
  readonly sizeBytes: number;
  /** How many of the images drawn have it. */
  readonly owners: number;
}

export interface LayerStacks {
  readonly columns: readonly Column[];
  readonly blocks: readonly Block[];
  /** Each layer counted once. */
  readonly onDiskBytes: number;
  /** In more than one of the images drawn. */
  readonly shared: { readonly count: number; readonly sizeBytes: number };
}

/** Layers that the same columns have, and what stands on them. `to` is the column behind the last. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly layers: readonly PictureLayer[];
  readonly above: readonly Segment[];
}

interface Stack {
  readonly name: string;
  readonly layers: readonly PictureLayer[];
  readonly settings: readonly string[];
}

/** Lays the named images out as stacks between two heights, side by side, what they share under all that have it. At most four are drawn. */
export function layOutStacks(
  names: readonly string[],
  { images, layers }: EngineImages,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): LayerStacks {
  const drawn = names.slice(0, MAX_COLUMNS);
  const found = drawn.flatMap((name): Stack[] => {
    const image = images.find((each) => each.names.includes(name));
    return image ? [{ name, layers: stackOf(image.top, layers), settings: image.settings }] : [];
  });
  const stacks = sideBySide(found, 0);
  const missing = drawn.filter((name) => !found.some((stack) => stack.name === name));
  const count = stacks.length + missing.length;
  const width = Math.min(WIDEST_COLUMN, (WIDTH - COLUMN_GAP * (count - 1)) / count);
  const xOf = (index: number) => index * (width + COLUMN_GAP);
  const segments = segmentsOf(stacks, 0, 0);
  const scale = scaleFor(segments, bottom - top);
  const blocks = segments.flatMap((segment) => blocksOf(segment, { bottom, scale, xOf, width }));
  const all = new Set(stacks.flatMap((stack) => stack.layers));
  const shared = [...all].filter((layer) => stacks.filter((stack) => stack.layers.includes(layer)).length > 1);
  return {
    columns: [
      ...stacks.map((stack) => ({
        name: stack.name,
        image: {
          sizeBytes: sumOf(stack.layers),
          layerCount: stack.layers.length,
          settings: stack.settings,
        },
      })),
      ...missing.map((name) => ({ name, image: undefined })),
    ].map((column, index) => ({ ...column, x: xOf(index), width })),
    blocks,
    onDiskBytes: sumOf([...all]),
    shared: { count: shared.length, sizeBytes: sumOf(shared) },
  };
}

function sumOf(layers: readonly PictureLayer[]): number {
  return layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** Base first. */
function stackOf(top: number | null, layers: readonly PictureLayer[]): readonly PictureLayer[] {
  const stack: PictureLayer[] = [];
  for (let at = top; at !== null; ) {
    const layer = layers[at];
    // Each lies on one before it in the list, so this comes to an end.
    if (!layer || (layer.below !== null && layer.below >= at)) break;
    stack.unshift(layer);
    at = layer.below;
  }
  return stack;
}

/** In an order in which those that share are neighbours, and else as they came. */
function sideBySide(stacks: readonly Stack[], depth: number): readonly Stack[] {
  if (stacks.length < 2) return stacks;
  return [...Map.groupBy(stacks, (stack) => stack.layers[depth])].flatMap(([layer, group]) =>
    layer ? sideBySide(group, depth + 1) : group,
  );
}

function segmentsOf(stacks: readonly Stack[], from: number, depth: number): readonly Segment[] {
  let at = from;
  return [...Map.groupBy(stacks, (stack) => stack.layers[depth])].flatMap(([layer, group]): Segment[] => {
    const begin = at;
    at += group.length;
    if (!layer) return [];
    let end = depth + 1;
    const [first] = group;
    while (first?.layers[end] && group.every((stack) => stack.layers[end] === first.layers[end])) end += 1;
    return [
      {
        from: begin,
        to: at,
        layers: first?.layers.slice(depth, end) ?? [],
        above: segmentsOf(group, begin, end),
      },
    ];
  });
}

interface Row {
  readonly layers: readonly PictureLayer[];
  readonly isToScale: boolean;
  readonly height: number;
}

/** The layers of one segment from the bottom up, the thin ones together. */
function rowsOf(layers: readonly PictureLayer[], scale: number): readonly Row[] {
  const rows: Row[] = [];
  for (const layer of layers) {
    const height = layer.sizeBytes * scale;
    const last = rows.at(-1);
    if (height >= LOWEST_LAYER) rows.push({ layers: [layer], isToScale: true, height });
    else if (last && !last.isToScale) rows.splice(-1, 1, thinRow([...last.layers, layer]));
    else rows.push(thinRow([layer]));
  }
  return rows;
}

function thinRow(layers: readonly PictureLayer[]): Row {
  const height = Math.min(HIGHEST_ROW, Math.max(LOWEST_ROW, layers.length * LINE_PITCH + ROW_MARGIN));
  return { layers, isToScale: false, height };
}

function heightOf(segments: readonly Segment[], scale: number): number {
  return Math.max(
    0,
    ...segments.map(({ layers, above }) =>
      rowsOf(layers, scale).reduce((sum, { height }) => sum + height, heightOf(above, scale)),
    ),
  );
}

/** The largest at which the highest stack fits, in units a byte. */
function scaleFor(segments: readonly Segment[], height: number): number {
  const most = Math.max(1, ...segments.map(bytesOf));
  let scale = height / most;
  // What becomes too thin on the way takes less room with it, so each step helps; this many reach a thousandth.
  for (let step = 0; step < 170 && heightOf(segments, scale) > height; step += 1) scale *= 0.96;
  return scale;
}

function bytesOf({ layers, above }: Segment): number {
  return sumOf(layers) + Math.max(0, ...above.map(bytesOf));
}

function blocksOf(
  { from, to, layers, above }: Segment,
  place: {
    readonly bottom: number;
    readonly scale: number;
    readonly xOf: (index: number) => number;
    readonly width: number;
  },
): readonly Block[] {
  const { scale, xOf, width } = place;
  let y = place.bottom;
  const blocks = rowsOf(layers, scale).map((row): Block => {
    y -= row.height;
    return {
      key: `${from} ${row.layers[0]?.below ?? ''} ${row.layers[0]?.digest}`,
      x: xOf(from),
      y,
      width: xOf(to - 1) + width - xOf(from),
      height: row.height,
      isToScale: row.isToScale,
      layers: row.layers,
      sizeBytes: sumOf(row.layers),
      owners: to - from,
    };
  });
  return [...blocks, ...above.flatMap((segment) => blocksOf(segment, { ...place, bottom: y }))];
}
