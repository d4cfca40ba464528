import { byteWords } from '../lib/byte-words.ts';
import { pageState } from '../lib/page-state.ts';
import type { PictureContainer } from '../shared/engine-views.ts';
import { ContainersDrawing } from './containers-drawing.tsx';
import { LiveFrame } from './live-frame.tsx';
import { useStore } from './use-store.ts';

interface LiveContainersProps {
  /** Only containers that were started by one of these names; left out, all. */
  readonly images?: readonly string[] | undefined;
  readonly hint: string;
  readonly id: string;
}

/** Smaller changes are seen, and not said. */
const WORTH_SAYING_BYTES = 100_000;

/** The containers in the learner's engine, each on its image. */
export function LiveContainers({ images, hint, id }: LiveContainersProps) {
  const engine = useStore(pageState, (page) => page.engineContainers);
  const containers = (engine?.containers ?? []).filter(({ image }) => !images || images.includes(image));
  return (
    <LiveFrame
      part="containers"
      label="Picture: the containers in your engine"
      hint={hint}
      isKnown={engine !== undefined}
      drawing={containers.length > 0 ? <ContainersDrawing containers={containers} id={id} /> : undefined}
      news={containers.map(inWords).join(' ')}
    />
  );
}

function inWords({ name, state, writtenBytes }: PictureContainer): string {
  const written = writtenBytes < WORTH_SAYING_BYTES ? '' : `, ${byteWords(writtenBytes)} written`;
  return `Container ${name}: ${state}${written}.`;
}
