import { useEffect, useState } from 'preact/hooks';
import type { TitledLesson } from '../lib/course-titles.ts';
import { fromLocalInput, timeZone, toLocalInput } from '../lib/record-words.ts';
import { type GradebookSettings, gradebookSettingsSchema, type LateRule } from '../shared/gradebook.ts';
import { InlineCode } from './inline-code.tsx';

interface GradeSettingsProps {
  readonly settings: GradebookSettings;
  readonly lessons: readonly TitledLesson[];
  /** Resolves with what went wrong, in words. */
  readonly onSave: (settings: GradebookSettings) => Promise<string | undefined>;
}

/** What a rule begins with when it is chosen. */
const rules: Readonly<Record<LateRule['kind'], LateRule>> = {
  none: { kind: 'none' },
  percent: { kind: 'percent', perDayPercent: 10, floorPercent: 50 },
  'cut-off': { kind: 'cut-off' },
};

/** The same without this entry, or with another value of it. */
function withEntry<T>(entries: Readonly<Record<string, T>>, key: string, value: T | undefined): Record<string, T> {
  const { [key]: _, ...rest } = entries;
  return value === undefined ? rest : { ...rest, [key]: value };
}

/** When work is due, and what being late, hints and solutions cost. */
export function GradeSettings({ settings, lessons, onSave }: GradeSettingsProps) {
  const [draft, setDraft] = useState(settings);
  const [said, setSaid] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setDraft(settings), [settings]);
  const change = (changed: Partial<GradebookSettings>) => {
    setDraft({ ...draft, ...changed });
    setSaid(undefined);
  };
  const { late, due } = draft;

  const save = async () => {
    if (isBusy) return;
    if (!gradebookSettingsSchema.safeParse(draft).success) {
      return setSaid('A number is missing, or is not a whole one from 0 to 100. Correct it, and save again.');
    }
    setBusy(true);
    const trouble = await onSave(draft);
    setBusy(false);
    setSaid(trouble ?? 'Saved. The points above are counted anew.');
  };
  const percent = (label: string, value: number, set: (value: number) => void) => (
    <label>
      {label}
      <span class="with-unit">
        <input
          type="number"
          min="0"
          max="100"
          value={Number.isNaN(value) ? '' : value}
          onInput={({ currentTarget }) => set(currentTarget.valueAsNumber)}
        />{' '}
        %
      </span>
    </label>
  );
  const dueField = (label: string, kind: 'lessons' | 'exercises', id: string) => (
    <input
      type="datetime-local"
      aria-label={`${label.replaceAll('`', '')} is due`}
      value={toLocalInput(due[kind][id])}
      onChange={({ currentTarget }) =>
        change({ due: { ...due, [kind]: withEntry(due[kind], id, fromLocalInput(currentTarget.value)) } })
      }
    />
  );
  return (
    <details class="grade-settings">
      <summary>
        <h2>How points are counted</h2>
      </summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <fieldset>
          <legend>Late work</legend>
          <label>
            Rule
            <select
              value={late.kind}
              onChange={({ currentTarget }) => change({ late: rules[currentTarget.value as LateRule['kind']] })}
            >
              <option value="none">Counts in full</option>
              <option value="percent">Loses some for each started day</option>
              <option value="cut-off">Counts nothing</option>
            </select>
          </label>
          {late.kind === 'percent' && (
            <>
              {percent('For each day', late.perDayPercent, (perDayPercent) =>
                change({ late: { ...late, perDayPercent } }),
              )}
              {percent('Until so much is left', late.floorPercent, (floorPercent) =>
                change({ late: { ...late, floorPercent } }),
              )}
            </>
          )}
          {late.kind !== 'none' && (
            <label>
              Grace
              <span class="with-unit">
                <input
                  type="number"
                  min="0"
                  max="10080"
                  value={Number.isNaN(draft.graceMinutes) ? '' : draft.graceMinutes}
                  onInput={({ currentTarget }) => change({ graceMinutes: currentTarget.valueAsNumber })}
                />{' '}
                minutes
              </span>
            </label>
          )}
        </fieldset>
        <fieldset>
          <legend>Help</legend>
          {percent('Each hint takes off its task', draft.hintCostPercent, (hintCostPercent) =>
            change({ hintCostPercent }),
          )}
          {percent('A look at the solution takes', draft.solutionCostPercent, (solutionCostPercent) =>
            change({ solutionCostPercent }),
          )}
        </fieldset>
        <fieldset class="due-fields">
          <legend>Due, and how often it counts</legend>
          <p class="record-note">
            Times are this browser’s: {timeZone()}. An exercise without a time of its own is due with its lesson. One
            that counts 0 times is left out of the total.
          </p>
          <table class="due-table">
            <thead>
              <tr>
                <th scope="col">Lesson, exercise</th>
                <th scope="col">Due</th>
                <th scope="col">Counts</th>
              </tr>
            </thead>
            {lessons
              .filter(({ exercises }) => exercises.length > 0)
              .map(({ slug, title, exercises }) => (
                <tbody key={slug}>
                  <tr class="due-lesson">
                    <th scope="row">{title}</th>
                    <td>{dueField(title, 'lessons', slug)}</td>
                    <td />
                  </tr>
                  {exercises.map(({ id, title: name }) => (
                    <tr key={id}>
                      <th scope="row">
                        <InlineCode text={name} />
                      </th>
                      <td>{dueField(name, 'exercises', id)}</td>
                      <td>
                        <span class="due-word" aria-hidden="true">
                          Counts{' '}
                        </span>
                        <input
                          type="number"
                          min="0"
                          max="100"
                          step="any"
                          aria-label={`${name.replaceAll('`', '')} counts so many times`}
                          value={draft.weights[id] ?? 1}
                          onChange={({ currentTarget: { valueAsNumber } }) =>
                            change({
                              weights: withEntry(
                                draft.weights,
                                id,
                                Number.isNaN(valueAsNumber) || valueAsNumber === 1 ? undefined : valueAsNumber,
                              ),
                            })
                          }
                        />
                      </td>
                    </tr>
                  ))}
                </tbody>
              ))}
          </table>
        </fieldset>
        <div role="status">{said !== undefined && <p class="record-note">{said}</p>}</div>
        <p class="record-next">
          <button type="submit" class="button button-strong" aria-busy={isBusy}>
            {isBusy ? 'Saving…' : 'Save and count anew'}
          </button>
        </p>
      </form>
    </details>
  );
}
