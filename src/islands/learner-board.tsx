import { useEffect, useState } from 'preact/hooks';
import type { TitledLesson } from '../lib/course-titles.ts';
import { type Read, readAs } from '../lib/read-as.ts';
import { classIdSchema, learnerIdSchema } from '../shared/ids.ts';
import { learnerTimelineSchema, type Timeline } from '../shared/timeline.ts';
import { type TimelineAsked, TimelineView } from './timeline-view.tsx';

/** Whose timeline it is, by the part of the address that stays in the browser: `#<class>/<learner>`. */
function readAddress(hash: string) {
  const [classId, learnerId] = hash.slice(1).split('/');
  const [of, whose] = [classIdSchema.safeParse(classId), learnerIdSchema.safeParse(learnerId)];
  return of.success && whose.success ? { classId: of.data, learnerId: whose.data } : undefined;
}

/** What one learner of a class did, for those who teach them. */
export function LearnerBoard({ lessons }: { readonly lessons: readonly TitledLesson[] }) {
  const [address, setAddress] = useState<ReturnType<typeof readAddress> | null>(null);
  const [name, setName] = useState<string>();
  useEffect(() => {
    const look = () => setAddress(readAddress(location.hash));
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);

  if (address === null) return null;
  if (address === undefined) {
    return (
      <>
        <p class="trouble" role="alert">
          This address names no learner. Open the page from the class’s board.
        </p>
        <p class="record-next">
          <a class="button" href="/classes/">
            Your classes
          </a>
        </p>
      </>
    );
  }
  const { classId, learnerId } = address;
  const read = async ({ exercise, after }: TimelineAsked): Promise<Read<Timeline>> => {
    const query = new URLSearchParams({ ...(exercise && { exercise }), ...(after && { after }) });
    const answer = await readAs(
      `/api/classes/${classId}/learners/${learnerId}/timeline?${query}`,
      learnerTimelineSchema,
    );
    if (answer.kind === 'read') setName(answer.value.name);
    return answer;
  };
  return (
    <>
      <header class="record-head">
        <p class="kicker">Learner</p>
        <h1>{name ?? 'A learner'}</h1>
      </header>
      <h2 class="record-title">Timeline</h2>
      <TimelineView
        key={`${classId}/${learnerId}`}
        lessons={lessons}
        read={read}
        nothing="Nothing was done yet. As soon as an exercise is begun, it is here."
      />
    </>
  );
}
