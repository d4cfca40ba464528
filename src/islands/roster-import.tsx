import { useState } from 'preact/hooks';
import { importRoster } from '../lib/class-requests.ts';
import { decodeList } from '../lib/decode-list.ts';
import { MAX_ROSTER_CHARACTERS, type RosterImported } from '../shared/class-views.ts';
import { Field, Problem } from './class-frame.tsx';

interface RosterImportProps {
  readonly classId: string;
  readonly isOpen: boolean;
  readonly onImported: (imported: RosterImported) => void;
}

/** A list of names becomes people of the class, each with a link of their own. */
export function RosterImport({ classId, isOpen, onImported }: RosterImportProps) {
  const [list, setList] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  if (!isOpen) return null;

  const takeFile = async (file: File | undefined) => {
    if (!file) return;
    // A letter takes four bytes at most; what is larger is not read at all.
    const text =
      file.size > 4 * MAX_ROSTER_CHARACTERS ? undefined : decodeList(new Uint8Array(await file.arrayBuffer()));
    if (text === undefined || text.length > MAX_ROSTER_CHARACTERS) {
      return setProblem(
        `The file has more than ${MAX_ROSTER_CHARACTERS} letters. Divide the list, and import the parts one by one.`,
      );
    }
    setProblem(undefined);
    setList(text);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    const outcome = await importRoster(classId, list);
    setBusy(false);
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    setList('');
    onImported(outcome.value);
  };
  return (
    <details class="class-details">
      <summary>Import a list of names</summary>
      <form class="class-form class-form-wide" onSubmit={(event) => void submit(event)}>
        <p>
          Everybody on the list is in the class at once, and gets a personal link: whoever opens it is that person, with
          no code and no name to type. Either all of the list comes in, or none.
        </p>
        <Field label="File (CSV)">
          <input
            type="file"
            accept=".csv,.txt,.tsv,text/csv,text/plain"
            onChange={({ currentTarget }) => void takeFile(currentTarget.files?.[0])}
          />
        </Field>
        <Field
          label="Or the list itself"
          note="One person a line: a name, and if you like an id of your own behind a comma, a semicolon or a tab. At most 1,000."
        >
          <textarea
            class="roster-list"
            rows={6}
            required
            spellcheck={false}
            maxLength={MAX_ROSTER_CHARACTERS}
            placeholder={'Ada Lovelace, s-17\nBen'}
            value={list}
            onInput={({ currentTarget }) => setList(currentTarget.value)}
          />
        </Field>
        <Problem message={problem} />
        <p class="class-actions">
          <button type="submit" class="button button-strong" aria-busy={isBusy}>
            Import the list
          </button>
        </p>
      </form>
    </details>
  );
}
