import { useEffect, useState } from 'preact/hooks';
import { archiveClass, type Outcome, readClass } from '../lib/class-requests.ts';
import { roleWords, termWords } from '../lib/class-words.ts';
import type { StaffClass } from '../shared/class-views.ts';
import { askWhether } from './ask-whether.tsx';
import { Problem, Reading, Refusal } from './class-frame.tsx';
import { ClassInvite } from './class-invite.tsx';
import { ClassRoster } from './class-roster.tsx';
import { ClassSettingsForm } from './class-settings-form.tsx';

/** All of one class for who runs it; for assistants what they may see. The class's id stands behind `#`. */
export function ClassDesk() {
  const [outcome, setOutcome] = useState<Outcome<StaffClass>>();
  useEffect(() => {
    const read = () => {
      setOutcome(undefined);
      void readClass(location.hash.slice(1)).then(setOutcome);
    };
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  if (!outcome) return <Reading title="Class" />;
  if (outcome.kind === 'refused') return <Refusal title="Class" message={outcome.message} />;
  return (
    <Sections key={outcome.value.id} shown={outcome.value} onChanged={(value) => setOutcome({ kind: 'done', value })} />
  );
}

interface SectionsProps {
  readonly shown: StaffClass;
  readonly onChanged: (shown: StaffClass) => void;
}

function Sections({ shown, onChanged }: SectionsProps) {
  const isManaged = shown.role === 'instructor';
  const learners = shown.learnerCount === 1 ? '1 learner' : `${shown.learnerCount} learners`;
  const facts = [learners, termWords(shown), isManaged ? '' : `You are ${roleWords[shown.role].toLowerCase()} here`];
  return (
    <>
      <header class="class-head">
        <h1>{shown.name}</h1>
        <p class="class-facts">{facts.filter(Boolean).join(' · ')}</p>
      </header>
      <ClassInvite shown={shown} onChanged={onChanged} />
      <ClassRoster
        shown={shown}
        onChanged={() => void readClass(shown.id).then((read) => read.kind === 'done' && onChanged(read.value))}
      />
      {isManaged && <ClassSettingsForm shown={shown} onChanged={onChanged} />}
      {isManaged && <Archive shown={shown} onChanged={onChanged} />}
    </>
  );
}

function Archive({ shown, onChanged }: SectionsProps) {
  const [problem, setProblem] = useState<string>();
  const isArchived = shown.phase === 'archived';
  const change = async () => {
    const isMeant =
      isArchived ||
      (await askWhether({
        title: `Archive “${shown.name}”?`,
        why: 'Nobody joins it any more, and its limits no longer hold. Its learners keep all that they have done and are told; you can still read everything, and open it again.',
        confirmLabel: 'Archive the class',
      }));
    if (!isMeant) return;
    const outcome = await archiveClass(shown.id, !isArchived);
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    setProblem(undefined);
    onChanged(outcome.value);
  };
  return (
    <section class="class-section" aria-labelledby="archive-title">
      <h2 id="archive-title">{isArchived ? 'Archived' : 'Archive'}</h2>
      <p>
        {isArchived
          ? 'Nobody joins the class. What it was is still here to read, and its learners keep what they have done.'
          : 'When the class is over for good. Everything stays to be read, and it can be opened again.'}
      </p>
      <Problem message={problem} />
      <p class="class-actions">
        <button type="button" class="button" onClick={() => void change()}>
          {isArchived ? 'Open the class again' : 'Archive the class…'}
        </button>
      </p>
    </section>
  );
}
