import {
  type EngineImages,
  MAX_NAMES,
  MAX_PICTURED_LAYERS,
  MAX_SETTINGS,
  type PictureImage,
  type PictureLayer,
} from '../../src/shared/engine-views.ts';
import type { ImageLayer } from '../../src/shared/exercise/index.ts';
import { instructionText } from './instruction-text.ts';

/** An image with its layers, base first. */
export interface StackedImage {
  readonly id: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
  readonly createdAt: string;
  readonly layers: readonly ImageLayer[];
  /** As `docker history` shows them, in their order. */
  readonly settings: readonly string[];
}

/** Puts images on what they share: a layer that lies on the same layers in two images is one layer on disk. */
export function stackImages(images: readonly StackedImage[]): EngineImages {
  const layers: PictureLayer[] = [];
  const places = new Map<string, number>();

  const placeOf = (below: number | null, { digest, sizeBytes, createdBy }: ImageLayer): number => {
    const key = `${below} ${digest}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, layers.length);
    return layers.push({ below, digest, sizeBytes, instruction: instructionText(createdBy) }) - 1;
  };

  return {
    images: images.map(
      ({ id, names, sizeBytes, createdAt, layers: stack, settings }): PictureImage => ({
        id,
        names: names.slice(0, MAX_NAMES),
        sizeBytes,
        createdAt,
        top: stack.slice(0, MAX_PICTURED_LAYERS).reduce<number | null>(placeOf, null),
        settings: settings.slice(0, MAX_SETTINGS).map(instructionText),
      }),
    ),
    layers,
  };
}
