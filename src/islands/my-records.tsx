import { useEffect, useState } from 'preact/hooks';
import { askServer } from '../lib/ask-server.ts';
import type { TitledLesson } from '../lib/course-titles.ts';
import { type Read, readAs } from '../lib/read-as.ts';
import { forgetAll, recall } from '../lib/remembered.ts';
import { saveBlob } from '../lib/save-blob.ts';
import { type LearnerClass, learnerClassesSchema } from '../shared/class-views.ts';
import { DELETE_WORD, type Timeline, timelineSchema } from '../shared/timeline.ts';
import { MyGrades } from './my-grades.tsx';
import { type TimelineAsked, TimelineView } from './timeline-view.tsx';

/** Everything that there is of somebody, through a slow line. */
const EXPORT_TIMEOUT_MS = 120_000;
const DELETE_TIMEOUT_MS = 30_000;

function readTimeline({ exercise, after }: TimelineAsked): Promise<Read<Timeline>> {
  const query = new URLSearchParams({ ...(exercise && { exercise }), ...(after && { after }) });
  return readAs(`/api/my-timeline?${query}`, timelineSchema);
}

/** What a learner did, what it comes to in their classes, and all that is kept about them: to take along, and to delete. */
export function MyRecords({ lessons }: { readonly lessons: readonly TitledLesson[] }) {
  const [state, setState] = useState<'looking' | 'known' | 'stranger' | 'deleted'>('looking');
  useEffect(() => setState(recall('drydock.known') === undefined ? 'stranger' : 'known'), []);

  switch (state) {
    case 'looking':
      return null;
    case 'stranger':
      return (
        <p>
          Nothing was done in this browser yet, so nothing is kept. <a href="/">Go to the contents.</a>
        </p>
      );
    case 'deleted':
      return (
        <div role="status">
          <p>
            Deleted. Nothing that you did is known here any more, and this browser is a stranger’s. Your sandbox and
            what you pushed are being removed.
          </p>
          <p class="record-next">
            <a class="button" href="/">
              Go to the contents
            </a>
          </p>
        </div>
      );
    case 'known':
      return <Known lessons={lessons} onDeleted={() => setState('deleted')} />;
  }
}

function Known({ lessons, onDeleted }: { readonly lessons: readonly TitledLesson[]; readonly onDeleted: () => void }) {
  const [classes, setClasses] = useState<readonly LearnerClass[]>([]);
  useEffect(() => {
    void readAs('/api/classes', learnerClassesSchema).then((answer) => {
      if (answer.kind === 'read') setClasses(answer.value.classes.filter(({ role }) => role === 'learner'));
    });
  }, []);
  return (
    <>
      {classes.map((one) => (
        <MyGrades key={one.id} of={one} lessons={lessons} />
      ))}
      <section aria-labelledby="timeline-title">
        <h2 class="record-title" id="timeline-title">
          What you did
        </h2>
        <TimelineView
          lessons={lessons}
          read={readTimeline}
          nothing="Nothing yet. As soon as you begin an exercise, it is here."
        />
      </section>
      <TakeAlong />
      <DeleteAll onDeleted={onDeleted} />
    </>
  );
}

function TakeAlong() {
  const [said, setSaid] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    setSaid(undefined);
    const answer = await askServer('/api/my-data', { timeoutMs: EXPORT_TIMEOUT_MS });
    const blob = answer.isOk ? await answer.response.blob().catch(() => undefined) : undefined;
    setBusy(false);
    if (!answer.isOk) return setSaid(answer.message);
    if (!blob) return setSaid('The download broke off. Try again.');
    saveBlob(blob, 'drydock-my-data.json');
  };
  return (
    <section aria-labelledby="take-title">
      <h2 class="record-title" id="take-title">
        Take it along
      </h2>
      <p>
        Everything that the server has noted about you, and what your terminals showed, in one JSON file. What each part
        is, the <a href="/privacy/">privacy page</a> says. The files of your sandbox are a download of their own, and
        what you pushed to the course registry you can pull from it.
      </p>
      <p class="record-next">
        <button type="button" class="button" aria-busy={isBusy} onClick={() => !isBusy && void take()}>
          {isBusy ? 'Collecting…' : 'Export my data'}
        </button>
        <a class="button sandbox-only" href="/api/sandbox/files" download>
          Download my files
        </a>
      </p>
      <div role="status">{said !== undefined && <p class="trouble">{said}</p>}</div>
    </section>
  );
}

function DeleteAll({ onDeleted }: { readonly onDeleted: () => void }) {
  const [word, setWord] = useState('');
  const [said, setSaid] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isMeant = word.trim().toLowerCase() === DELETE_WORD;
  const remove = async () => {
    if (isBusy) return;
    if (!isMeant) return setSaid(`Type the word “${DELETE_WORD}” first.`);
    setBusy(true);
    setSaid(undefined);
    const answer = await askServer('/api/my-data/delete', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ word: DELETE_WORD }),
      timeoutMs: DELETE_TIMEOUT_MS,
    });
    setBusy(false);
    if (!answer.isOk) return setSaid(answer.message);
    forgetAll();
    onDeleted();
  };
  return (
    <section class="delete-all sandbox-only" aria-labelledby="delete-title">
      <h2 class="record-title" id="delete-title">
        Delete everything
      </h2>
      <p>
        What you did, your points, certificates and classes, your sandbox with its files and images, what you pushed to
        the course registry, and what your terminals showed. Your instructors see one learner less; nothing of yours
        stays in a class’s records. It can’t be taken back. Backups that the server’s owner has made hold it until they
        are thrown away.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <label for="delete-word">
          Type <strong>{DELETE_WORD}</strong> to confirm
        </label>
        <p class="record-next">
          <input
            id="delete-word"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={word}
            onInput={({ currentTarget }) => setWord(currentTarget.value)}
          />
          <button type="submit" class="button button-warm" aria-busy={isBusy}>
            {isBusy ? 'Deleting…' : 'Delete my data'}
          </button>
        </p>
      </form>
      <div role="alert">{said !== undefined && <p class="trouble">{said}</p>}</div>
    </section>
  );
}
