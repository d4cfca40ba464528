import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isFileName } from '../shared/file-views.ts';
import '../styles/ask-first.css';
import '../styles/files-dialogs.css';
import { showDialog } from './show-dialog.tsx';

export interface NameQuestion {
  readonly title: string;
  /** Where it will lie. */
  readonly place: string;
  readonly name: string;
  readonly confirmLabel: string;
  /** Resolves with what went wrong. */
  readonly act: (name: string) => Promise<string | undefined>;
}

/** Asks for the name of a file or a folder, until it can have it or the learner gives up. */
export function askName(question: NameQuestion): void {
  showDialog((end) => <AskName question={question} onClose={end} />);
}

function AskName({ question, onClose }: { readonly question: NameQuestion; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(question.name);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  useLayoutEffect(() => {
    dialog.current?.showModal();
    // What stands before its ending is what changes of a name.
    const end = question.name.lastIndexOf('.');
    input.current?.setSelectionRange(0, end > 0 ? end : question.name.length);
  }, []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    if (!isFileName(name)) {
      setProblem('A name has one character or more, and no “/” in it. “.” and “..” are the folders themselves.');
      return input.current?.focus();
    }
    setBusy(true);
    const trouble = await question.act(name);
    setBusy(false);
    if (trouble === undefined) return dialog.current?.close();
    setProblem(trouble);
    input.current?.focus();
  };
  return (
    <dialog class="ask" ref={dialog} aria-labelledby="ask-title" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="ask-title">{question.title}</h2>
        <label class="ask-name">
          <span>
            In <code>{question.place}</code>
          </span>
          <input
            ref={input}
            value={name}
            maxLength={255}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            aria-label="Name"
            aria-describedby={problem ? 'ask-name-problem' : undefined}
            aria-invalid={problem !== undefined}
            autofocus
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        {problem && (
          <p class="trouble" id="ask-name-problem" role="alert">
            {problem}
          </p>
        )}
        <div class="ask-foot">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="button button-strong" aria-busy={isBusy}>
            {question.confirmLabel}
          </button>
        </div>
      </form>
    </dialog>
  );
}
