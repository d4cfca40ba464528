import { useState } from 'preact/hooks';
import { joinClass } from '../lib/class-requests.ts';
import { phaseAdvice } from '../lib/class-words.ts';
import { fetchMe } from '../lib/me.ts';
import { recall, remember } from '../lib/remembered.ts';
import type { ClassInvitation } from '../shared/class-views.ts';
import { Field, Problem } from './class-frame.tsx';
import { Onward } from './onward.tsx';

interface JoinClassProps {
  readonly code: string;
  readonly course: string;
  readonly invitation: ClassInvitation;
}

/** Says what class it is, and asks for a name and nothing else. */
export function JoinClass({ code, course, invitation }: JoinClassProps) {
  const [name, setName] = useState(() => recall('drydock.class-name') ?? '');
  const [joinedAs, setJoinedAs] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isKnown = recall('drydock.known') !== undefined;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    const outcome = await joinClass(code, name);
    // The next page is to know of the class, and of help in it. They are in without it, too.
    if (outcome.kind === 'done') await fetchMe().catch(() => {});
    setBusy(false);
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    remember('drydock.known', 'yes');
    remember('drydock.class-name', name.trim());
    setJoinedAs(outcome.value.ownName ?? name);
  };
  const advice = phaseAdvice({ ...invitation, endsOn: null });
  const inside = joinedAs ?? invitation.ownName;
  return (
    <>
      <h1>{invitation.name}</h1>
      <p class="class-lead">
        A class of “{course}”. {advice}
      </p>
      {inside !== null ? (
        <div role="status">
          <p>
            {joinedAs === undefined
              ? `You are in this class already, as ${inside}.`
              : `You are in, as ${inside}. Keep using this browser: it is how the class knows you.`}
          </p>
          <Onward />
        </div>
      ) : (
        <form class="class-form" onSubmit={(event) => void submit(event)}>
          <Field label="Your name" note="As your instructor knows you. It is all that is asked for; no e-mail address.">
            <input
              value={name}
              maxLength={60}
              required
              autocomplete="name"
              spellcheck={false}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
          </Field>
          {isKnown && <p class="class-note">What you have done in this browser so far comes along.</p>}
          <Problem message={problem} />
          <button type="submit" class="button button-strong" aria-busy={isBusy}>
            Join the class
          </button>
          <p class="class-note">Your instructor will see this name, what you have done of the course, and when.</p>
        </form>
      )}
    </>
  );
}
