import { useEffect, useState } from 'preact/hooks';
import { classBoard } from '../../lib/class-board/board-state.ts';
import type { CoursePlan } from '../../lib/class-board/course-plan.ts';
import { followClass } from '../../lib/class-board/follow-class.ts';
import { useStore } from '../use-store.ts';
import { BoardRoom } from './board-room.tsx';
import { EmptyClass } from './empty-class.tsx';

/** The live board of the class that the address names. */
export function ClassBoard({ plan }: { readonly plan: CoursePlan }) {
  const state = useStore(classBoard, (whole) => whole);
  const [hash, setHash] = useState<string>();
  useEffect(() => {
    const read = () => setHash(location.hash);
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  useEffect(() => (hash === undefined ? undefined : followClass(hash)), [hash]);

  if (state.status === 'ended') return <Ended problem={state.problem ?? ''} />;
  if (state.status === 'opening' || state.summary === undefined) {
    return (
      <p class="board-message" role="status">
        {state.status === 'lost' ? 'The server could not be reached. Trying again…' : 'Reading the class…'}
      </p>
    );
  }
  if (state.rows.size === 0) return <EmptyClass about={state.about} />;
  return <BoardRoom plan={plan} state={state} summary={state.summary} />;
}

function Ended({ problem }: { readonly problem: string }) {
  return (
    <div class="board-message" role="status">
      <h1>Board</h1>
      <p>{problem}</p>
      <p>
        <a class="button" href="/classes/">
          Your classes
        </a>
      </p>
    </div>
  );
}
