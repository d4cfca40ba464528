import { useState } from 'preact/hooks';
import { changeClass } from '../lib/class-requests.ts';
import type { ClassSettings, StaffClass } from '../shared/class-views.ts';
import { Field, Problem } from './class-frame.tsx';

interface ClassSettingsFormProps {
  readonly shown: StaffClass;
  readonly onChanged: (shown: StaffClass) => void;
}

/** Name, days, limits and Internet of a class. */
export function ClassSettingsForm({ shown, onChanged }: ClassSettingsFormProps) {
  const { mostLimits, mostInternet } = shown;
  const [name, setName] = useState(shown.name);
  const [startsOn, setStartsOn] = useState(shown.startsOn ?? '');
  const [endsOn, setEndsOn] = useState(shown.endsOn ?? '');
  const [hasLimits, setHasLimits] = useState(shown.limits !== null);
  const [memory, setMemory] = useState(String(shown.limits?.memoryMib ?? mostLimits.memoryMib));
  const [cpus, setCpus] = useState(String(shown.limits?.cpus ?? mostLimits.cpus));
  const [isClosed, setClosed] = useState(shown.internet === 'registry-only');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isSaved, setSaved] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    const settings: ClassSettings = {
      name,
      startsOn: startsOn || null,
      endsOn: endsOn || null,
      limits: hasLimits ? { memoryMib: Number(memory), cpus: Number(cpus) } : null,
      internet: isClosed ? 'registry-only' : null,
    };
    setBusy(true);
    const outcome = await changeClass(shown.id, settings);
    setBusy(false);
    setSaved(outcome.kind === 'done');
    setProblem(outcome.kind === 'done' ? undefined : outcome.message);
    if (outcome.kind === 'done') onChanged(outcome.value);
  };
  return (
    <section class="class-section" aria-labelledby="settings-title">
      <h2 id="settings-title">Settings</h2>
      <form class="class-form class-form-wide" onSubmit={(event) => void submit(event)} onInput={() => setSaved(false)}>
        <Field label="Name of the class">
          <input
            value={name}
            maxLength={80}
            required
            autocomplete="off"
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </Field>
        <div class="class-pair">
          <Field label="First day" note="Before it learners can join, and are told when it starts.">
            <input type="date" value={startsOn} onInput={({ currentTarget }) => setStartsOn(currentTarget.value)} />
          </Field>
          <Field label="Last day" note="After it nobody joins; who is in can read and work on.">
            <input type="date" value={endsOn} onInput={({ currentTarget }) => setEndsOn(currentTarget.value)} />
          </Field>
        </div>
        <fieldset class="class-fieldset">
          <legend class="class-label">Sandboxes of the class’s learners</legend>
          <label class="class-choice">
            <input type="radio" name="limits" checked={!hasLimits} onChange={() => setHasLimits(false)} />
            All that this Drydock gives: {mostLimits.memoryMib} MiB of memory, {mostLimits.cpus} processors
          </label>
          <label class="class-choice">
            <input type="radio" name="limits" checked={hasLimits} onChange={() => setHasLimits(true)} />
            Less, so that more fit on the host
          </label>
          {hasLimits && (
            <div class="class-pair">
              <Field label="Memory (MiB)" note={`256 to ${mostLimits.memoryMib}`}>
                <input
                  type="number"
                  min={256}
                  max={mostLimits.memoryMib}
                  step={1}
                  required
                  value={memory}
                  onInput={({ currentTarget }) => setMemory(currentTarget.value)}
                />
              </Field>
              <Field label="Processors" note={`0.1 to ${mostLimits.cpus}`}>
                <input
                  type="number"
                  min={0.1}
                  max={mostLimits.cpus}
                  step={0.1}
                  required
                  value={cpus}
                  onInput={({ currentTarget }) => setCpus(currentTarget.value)}
                />
              </Field>
            </div>
          )}
          <p class="class-note">
            They hold for the class that a learner joined last and that is not over. A sandbox that runs has them with
            its learner’s next page; where more memory is in use than that, with its next start.
          </p>
        </fieldset>
        {mostInternet === 'open' ? (
          <fieldset class="class-fieldset">
            <legend class="class-label">What their sandboxes reach</legend>
            <label class="class-choice">
              <input type="radio" name="internet" checked={!isClosed} onChange={() => setClosed(false)} />
              The public Internet and the course registry, as this Drydock allows
            </label>
            <label class="class-choice">
              <input type="radio" name="internet" checked={isClosed} onChange={() => setClosed(true)} />
              The course registry alone
            </label>
            <p class="class-note">
              It holds for the same learners, with their next page or their sandbox’s next start. Connections that are
              open then end.
            </p>
          </fieldset>
        ) : (
          <p class="class-note">Sandboxes here reach the course registry and nothing else, in every class.</p>
        )}
        <Problem message={problem} />
        <p class="class-actions">
          <button type="submit" class="button button-strong" aria-busy={isBusy}>
            Save the settings
          </button>
          <span role="status">{isSaved ? 'Saved.' : ''}</span>
        </p>
      </form>
    </section>
  );
}
