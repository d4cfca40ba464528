import type { PictureContainer } from '../shared/engine-views.ts';

/** In units of the drawing, which is 640 wide. */
const WIDTH = 640;
const GAP = 8;
const GROUP_GAP = 24;
const WIDEST = 308;

/** More would leave no room for their names. */
export const MAX_DRAWN_CONTAINERS = 6;

/** What the engine measures above nothing must be seen. */
const LOWEST_WRITTEN = 1.5;

/** An image holds two lines of words, however small it is. */
const LOWEST_IMAGE = 44;

export interface DrawnContainer {
  readonly container: PictureContainer;
  readonly x: number;
  readonly width: number;
  /** To one scale for all that is drawn; 0 for nothing. */
  readonly writtenHeight: number;
}

export interface DrawnImage {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly containers: readonly DrawnContainer[];
}

export interface ContainerStacks {
  readonly images: readonly DrawnImage[];
  /** Older ones, for which there is no room. */
  readonly leftOut: number;
  /** By all that are drawn. */
  readonly writtenBytes: number;
}

/** Lays containers out side by side, those of one image on one block. */
export function layOutContainers(
  containers: readonly PictureContainer[],
  heights: { readonly image: number; readonly written: number },
): ContainerStacks {
  const drawn = containers.slice(-MAX_DRAWN_CONTAINERS);
  const groups = [...Map.groupBy(drawn, ({ imageId }) => imageId)];
  const gaps = (drawn.length - groups.length) * GAP + Math.max(0, groups.length - 1) * GROUP_GAP;
  const width = Math.min(WIDEST, (WIDTH - gaps) / Math.max(1, drawn.length));
  const scale = Math.min(
    heights.image / Math.max(1, ...drawn.map(({ imageBytes }) => imageBytes)),
    heights.written / Math.max(1, ...drawn.map(({ writtenBytes }) => writtenBytes)),
  );
  let x = 0;
  const images = groups.map(([id, group]): DrawnImage => {
    const begin = x;
    const [first] = group;
    const placed = group.map((container, index): DrawnContainer => {
      const { writtenBytes } = container;
      return {
        container,
        x: begin + index * (width + GAP),
        width,
        writtenHeight: writtenBytes > 0 ? Math.max(LOWEST_WRITTEN, writtenBytes * scale) : 0,
      };
    });
    const groupWidth = group.length * (width + GAP) - GAP;
    x = begin + groupWidth + GROUP_GAP;
    return {
      id,
      name: first?.image ?? '',
      sizeBytes: first?.imageBytes ?? 0,
      x: begin,
      width: groupWidth,
      height: Math.max(LOWEST_IMAGE, (first?.imageBytes ?? 0) * scale),
      containers: placed,
    };
  });
  return {
    images,
    leftOut: containers.length - drawn.length,
    writtenBytes: drawn.reduce((sum, { writtenBytes }) => sum + writtenBytes, 0),
  };
}
