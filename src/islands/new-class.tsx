import { useState } from 'preact/hooks';
import { createClass } from '../lib/class-requests.ts';
import { fetchMe } from '../lib/me.ts';
import { recall, remember } from '../lib/remembered.ts';
import { Field, Problem } from './class-frame.tsx';

/** Makes a class by its name; all else has a place of its own afterwards. */
export function NewClass() {
  const [name, setName] = useState('');
  const [ownName, setOwnName] = useState(() => recall('drydock.class-name') ?? '');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const outcome = await createClass({ name, startsOn: null, endsOn: null, limits: null, internet: null }, ownName);
    // The next page has the bar of the class at once.
    if (outcome.kind === 'done') await fetchMe().catch(() => {});
    setBusy(false);
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    remember('drydock.class-name', ownName.trim());
    location.assign(`/classes/settings/#${outcome.value.id}`);
  };
  return (
    <form class="class-form" onSubmit={(event) => void submit(event)}>
      <h2>Make a class</h2>
      <Field label="Name of the class" note="Your learners see it.">
        <input
          value={name}
          maxLength={80}
          required
          autocomplete="off"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </Field>
      <Field label="Your name" note="As the class knows you.">
        <input
          value={ownName}
          maxLength={60}
          required
          autocomplete="name"
          onInput={({ currentTarget }) => setOwnName(currentTarget.value)}
        />
      </Field>
      <Problem message={problem} />
      <button type="submit" class="button button-strong" aria-busy={isBusy}>
        Make the class
      </button>
    </form>
  );
}
