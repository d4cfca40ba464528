import { pageState } from '../lib/page-state.ts';
import { LayersDrawing } from './layers-drawing.tsx';
import { LiveFrame } from './live-frame.tsx';
import { useStore } from './use-store.ts';

interface LiveLayersProps {
  /** Names as `docker images` shows them, with tags; the first four are drawn. */
  readonly images: readonly string[];
  readonly height: number;
  readonly hint: string;
  readonly id: string;
}

/** The layers of these images in the learner's engine. */
export function LiveLayers({ images, height, hint, id }: LiveLayersProps) {
  const engine = useStore(pageState, (page) => page.engineImages);
  const there = images.filter((name) => engine?.images.some(({ names }) => names.includes(name)));
  return (
    <LiveFrame
      part="images"
      label={`Picture: the layers of ${images.join(' and ')} in your engine`}
      hint={hint}
      isKnown={engine !== undefined}
      drawing={
        engine && there.length > 0 ? (
          <LayersDrawing engine={engine} images={images} height={height} id={id} />
        ) : undefined
      }
      news={`Your engine has ${there.join(' and ')}.`}
    />
  );
}
