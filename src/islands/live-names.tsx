import { linkNames } from '../lib/name-links.ts';
import { pageState } from '../lib/page-state.ts';
import { LiveFrame } from './live-frame.tsx';
import { describeLinks, NamesDrawing } from './names-drawing.tsx';
import { useStore } from './use-store.ts';

interface LiveNamesProps {
  /** Without tags; left out, all. */
  readonly repositories?: readonly string[] | undefined;
  readonly rows: number;
  readonly hint: string;
  readonly id: string;
}

/** Which names in the learner's engine lead to which of its images. */
export function LiveNames({ repositories, rows, hint, id }: LiveNamesProps) {
  const engine = useStore(pageState, (page) => page.engineImages);
  const links = engine && linkNames(engine, repositories);
  const hasNames = links !== undefined && links.names.length > 0;
  return (
    <LiveFrame
      part="images"
      label="Picture: names and images in your engine"
      hint={hint}
      isKnown={engine !== undefined}
      drawing={
        engine && hasNames ? (
          <NamesDrawing engine={engine} repositories={repositories} rows={rows} id={id} />
        ) : undefined
      }
      news={hasNames ? describeLinks(links) : ''}
    />
  );
}
