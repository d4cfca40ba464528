import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sendMessage } from '../lib/staff-help.ts';
import { MAX_HELP_TEXT } from '../shared/help-views.ts';
import type { ClassId, LearnerId } from '../shared/ids.ts';
import '../styles/ask-first.css';
import { showDialog } from './show-dialog.tsx';

interface Addressee {
  readonly classId: ClassId;
  /** Where left out, all of the class. */
  readonly learner?: { readonly id: LearnerId; readonly name: string };
  readonly className?: string;
}

/** Writes to one learner, or to all of a class. */
export function writeMessage(to: Addressee): void {
  showDialog((end) => <WriteMessage to={to} onClose={end} />);
}

function WriteMessage({ to, onClose }: { readonly to: Addressee; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.trim() === '') return;
    void sendMessage(to.classId, to.learner?.id, text.trim());
    dialog.current?.close();
  };
  return (
    <dialog class="ask" ref={dialog} aria-labelledby="write-title" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="write-title">{to.learner ? `Message to ${to.learner.name}` : `Message to all of ${to.className}`}</h2>
        <p class="help-about">It is shown on their page with your name, and kept until they have put it away.</p>
        <label class="help-question">
          <span>Message</span>
          <textarea
            rows={4}
            required
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
            Send
          </button>
        </div>
      </form>
    </dialog>
  );
}
