import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { raiseHand } from '../lib/learner-help.ts';
import { learnersClass, type MyClass } from '../lib/my-classes.ts';
import { MAX_HELP_TEXT } from '../shared/help-views.ts';
import '../styles/ask-first.css';
import '../styles/help.css';
import { wantBar } from './help-focus.ts';
import { showDialog } from './show-dialog.tsx';

/** Asks what it is about, which may be left out, and raises the learner's hand. */
export function askForHelp(): void {
  const ofClass = learnersClass();
  if (ofClass) showDialog((end) => <AskForHelp ofClass={ofClass} onClose={end} />);
}

function AskForHelp({ ofClass, onClose }: { readonly ofClass: MyClass; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    wantBar(true);
    void raiseHand(ofClass.id, text.trim() || null);
    dialog.current?.close();
  };
  return (
    <dialog class="ask" ref={dialog} aria-labelledby="ask-help-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="ask-help-title">Ask for help</h2>
        <p class="help-about">
          The instructors of {ofClass.name} see that {ofClass.ownName} has raised a hand, and at which lesson. Nobody
          sees your terminal before you say so.
        </p>
        <label class="help-question">
          <span>What is it about? You may leave this empty.</span>
          <textarea
            rows={3}
            maxLength={MAX_HELP_TEXT}
            value={text}
            autofocus
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <div class="ask-foot">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="button button-strong">
            Raise my hand
          </button>
        </div>
      </form>
    </dialog>
  );
}
