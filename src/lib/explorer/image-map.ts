import type { EngineImages, PictureContainer, PictureImage, PictureLayer } from '../../shared/engine-views.ts';

/** Of the widest image: less is a line, and a few of them beside each other are drawn as one. */
const THIN = 0.01;

/** Layers that the same rows of the map have, drawn as one bar across all of them. */
export interface MapBar {
  readonly key: string;
  /** In parts of the widest image, with what a container wrote on it. */
  readonly from: number;
  readonly width: number;
  /** The first row that it is in, and the one behind the last. */
  readonly fromRow: number;
  readonly toRow: number;
  readonly layers: readonly PictureLayer[];
  readonly sizeBytes: number;
}

export interface MapRow {
  readonly image: PictureImage;
  readonly layerCount: number;
  /** By all of its layers. */
  readonly sizeBytes: number;
  /** Of layers that no other image has. */
  readonly ownBytes: number;
  /** Where its bars end. */
  readonly end: number;
  readonly containers: readonly MapContainer[];
}

export interface MapContainer {
  readonly container: PictureContainer;
  /** Of what it wrote, drawn behind the image's bars. */
  readonly width: number;
}

export interface ImageMap {
  readonly rows: readonly MapRow[];
  readonly bars: readonly MapBar[];
  /** Each layer once. */
  readonly onDiskBytes: number;
  /** What would be there more without sharing. */
  readonly savedBytes: number;
}

/** An image's layers, base first. */
export function layersOf(top: number | null, layers: readonly PictureLayer[]): readonly PictureLayer[] {
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

/** The images that have a layer. */
export function ownersOf(layer: PictureLayer, { images, layers }: EngineImages): readonly PictureImage[] {
  return images.filter(({ top }) => layersOf(top, layers).includes(layer));
}

interface Stack {
  readonly image: PictureImage;
  readonly layers: readonly PictureLayer[];
}

/** Images as bars to one scale, a row each, with those next to each other that share; what they share is one bar across their rows. */
export function layOutMap({ images, layers }: EngineImages, containers: readonly PictureContainer[] = []): ImageMap {
  const stacks = together(
    images.map((image) => ({ image, layers: layersOf(image.top, layers) })),
    0,
  );
  const on = Map.groupBy(containers, ({ imageId }) => imageId);
  const written = (image: PictureImage) => (on.get(image.id) ?? []).map(({ writtenBytes }) => writtenBytes);
  const most = Math.max(1, ...stacks.map((stack) => sumOf(stack.layers) + Math.max(0, ...written(stack.image))));
  const owners = new Map<PictureLayer, number>();
  for (const layer of stacks.flatMap((stack) => stack.layers)) owners.set(layer, (owners.get(layer) ?? 0) + 1);
  const onDiskBytes = sumOf([...owners.keys()]);
  return {
    rows: stacks.map((stack) => ({
      image: stack.image,
      layerCount: stack.layers.length,
      sizeBytes: sumOf(stack.layers),
      ownBytes: sumOf(stack.layers.filter((layer) => owners.get(layer) === 1)),
      end: sumOf(stack.layers) / most,
      containers: (on.get(stack.image.id) ?? []).map((container) => ({
        container,
        width: container.writtenBytes / most,
      })),
    })),
    bars: barsOf(stacks, { depth: 0, row: 0, bytes: 0, most }),
    onDiskBytes,
    savedBytes: stacks.reduce((sum, stack) => sum + sumOf(stack.layers), 0) - onDiskBytes,
  };
}

function sumOf(layers: readonly PictureLayer[]): number {
  return layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** In an order in which those that share are neighbours, and else as they came. */
function together(stacks: readonly Stack[], depth: number): readonly Stack[] {
  if (stacks.length < 2) return stacks;
  const groups = [...Map.groupBy(stacks, (stack) => stack.layers[depth])];
  // One that others stand on goes before them.
  const inOrder = groups.toSorted(([one], [other]) => Number(one !== undefined) - Number(other !== undefined));
  return inOrder.flatMap(([layer, group]) => (layer ? together(group, depth + 1) : group));
}

function barsOf(
  stacks: readonly Stack[],
  at: { readonly depth: number; readonly row: number; readonly bytes: number; readonly most: number },
): readonly MapBar[] {
  let { row } = at;
  return [...Map.groupBy(stacks, (stack) => stack.layers[at.depth])].flatMap(([layer, group]): readonly MapBar[] => {
    const fromRow = row;
    row += group.length;
    if (!layer) return [];
    const [first] = group;
    let end = at.depth + 1;
    // Of several images the shared part is one bar; of a single one each layer is, but for those that would be no more than a line.
    const isThin = (each: PictureLayer) => each.sizeBytes / at.most < THIN;
    const isShared = group.length > 1;
    const goesOn = (next: PictureLayer) =>
      isShared ? group.every((stack) => stack.layers[end] === next) : isThin(layer) && isThin(next);
    for (let next = first?.layers[end]; next && goesOn(next); next = first?.layers[end]) end += 1;
    const layers = first?.layers.slice(at.depth, end) ?? [];
    const sizeBytes = sumOf(layers);
    const bar: MapBar = {
      key: `${fromRow} ${layer.below ?? ''} ${layer.digest}`,
      from: at.bytes / at.most,
      width: sizeBytes / at.most,
      fromRow,
      toRow: row,
      layers,
      sizeBytes,
    };
    return [bar, ...barsOf(group, { ...at, depth: end, row: fromRow, bytes: at.bytes + sizeBytes })];
  });
}
