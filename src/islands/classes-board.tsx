import { useEffect, useState } from 'preact/hooks';
import { leaveClass, type Outcome, readClasses } from '../lib/class-requests.ts';
import { phaseAdvice, roleWords, termWords } from '../lib/class-words.ts';
import { fetchMe } from '../lib/me.ts';
import { recall } from '../lib/remembered.ts';
import type { LearnerClass, LearnerClasses } from '../shared/class-views.ts';
import { askWhether } from './ask-whether.tsx';
import { Problem, Reading, Refusal } from './class-frame.tsx';
import { JoinByCode } from './join-by-code.tsx';
import { NewClass } from './new-class.tsx';

const nobody: LearnerClasses = { classes: [], mayCreate: false };

/** The classes that somebody learns in or runs, and how to come into another one. */
export function ClassesBoard() {
  const [outcome, setOutcome] = useState<Outcome<LearnerClasses>>();
  const read = async () => {
    // A browser that was never here is in no class.
    const known = recall('drydock.known') !== undefined;
    setOutcome(known ? await readClasses() : { kind: 'done', value: nobody });
  };
  useEffect(() => void read(), []);

  if (!outcome) return <Reading title="Your classes" />;
  if (outcome.kind === 'refused' && outcome.status !== 401) {
    return (
      <Refusal title="Your classes" message={outcome.message}>
        <button type="button" class="button" onClick={() => void read()}>
          Try again
        </button>
      </Refusal>
    );
  }
  const { classes, mayCreate } = outcome.kind === 'done' ? outcome.value : nobody;
  return (
    <>
      <h1>Your classes</h1>
      {classes.length === 0 ? (
        <p class="class-lead">
          {mayCreate
            ? 'You have no class yet. Make one: it takes a name, and gives you a code for your learners.'
            : 'You are in no class. You can learn without one; with one, your instructor sees how you get on, and can help.'}
        </p>
      ) : (
        <ul class="class-list">
          {classes.map((each) => (
            <ClassRow key={each.id} entry={each} onLeft={() => void read()} />
          ))}
        </ul>
      )}
      <div class="class-forms">
        {mayCreate && <NewClass />}
        <JoinByCode isSecond={mayCreate} />
      </div>
    </>
  );
}

function ClassRow({ entry, onLeft }: { readonly entry: LearnerClass; readonly onLeft: () => void }) {
  const { id, name, role, ownName } = entry;
  const [problem, setProblem] = useState<string>();
  const isStaff = role !== 'learner';
  const facts = [isStaff ? roleWords[role] : '', termWords(entry), ownName === null ? '' : `You are ${ownName}`];
  const leave = async () => {
    const isMeant = await askWhether({
      title: `Leave “${name}”?`,
      why: isStaff
        ? 'You will not see its learners any more.'
        : 'What you have done stays yours, and your sandbox too. Your instructor will not see it any more. With the code you can come back.',
      confirmLabel: 'Leave the class',
    });
    if (!isMeant) return;
    const outcome = await leaveClass(id);
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    await fetchMe().catch(() => {});
    onLeft();
  };
  return (
    <li>
      <div class="class-row">
        <div>
          <h2>{isStaff ? <a href={`/class/#${id}`}>{name}</a> : name}</h2>
          <p class="class-facts">{facts.filter(Boolean).join(' · ')}</p>
          <p class="class-facts class-ways">
            {isStaff ? (
              <>
                <a href={`/class/#${id}`}>
                  Board<span class="visually-hidden"> of {name}</span>
                </a>
                <a href={`/classes/settings/#${id}`}>
                  People and settings<span class="visually-hidden"> of {name}</span>
                </a>
              </>
            ) : (
              <a href="/records/">Your points and what you did</a>
            )}
          </p>
          {!isStaff && phaseAdvice(entry) && <p class="class-advice">{phaseAdvice(entry)}</p>}
        </div>
        {ownName !== null && (
          <button type="button" class="quiet" aria-label={`Leave ${name}`} onClick={() => void leave()}>
            Leave…
          </button>
        )}
      </div>
      <Problem message={problem} />
    </li>
  );
}
