import { useLayoutEffect, useRef } from 'preact/hooks';
import { countLines } from '../lib/pasted-text.ts';
import '../styles/ask-first.css';
import '../styles/terminal-dialogs.css';
import { showDialog } from './show-dialog.tsx';

/** More is not read before it is pasted. */
const MAX_SHOWN_CHARACTERS = 20_000;

/** Shows what is about to be pasted. Resolves with true to go on. */
export function confirmPaste(text: string): Promise<boolean> {
  return new Promise((resolve) => {
    showDialog((remove) => (
      <PasteWarning
        text={text}
        onClose={(isMeant) => {
          remove();
          resolve(isMeant);
        }}
      />
    ));
  });
}

interface PasteWarningProps {
  readonly text: string;
  readonly onClose: (isMeant: boolean) => void;
}

function PasteWarning({ text, onClose }: PasteWarningProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const lines = countLines(text);
  const left = text.length - MAX_SHOWN_CHARACTERS;
  return (
    <dialog
      class="ask"
      ref={dialog}
      aria-labelledby="paste-title"
      aria-describedby="paste-why"
      onClose={({ currentTarget }) => onClose(currentTarget.returnValue === 'paste')}
    >
      <h2 id="paste-title">{lines > 1 ? `Paste ${lines} lines?` : `Paste ${text.length} characters?`}</h2>
      <p id="paste-why" class="ask-why">
        Each line runs as soon as it is pasted, unless the program in the terminal waits for you. Read first what it is.
      </p>
      <pre class="dialog-text paste-text" tabIndex={0} role="region" aria-label="What would be pasted">
        {text.slice(0, MAX_SHOWN_CHARACTERS)}
        {left > 0 && `\n… and ${left} more characters`}
      </pre>
      <div class="ask-foot">
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close('')}>
          Cancel
        </button>
        <button type="button" class="button button-warm" onClick={() => dialog.current?.close('paste')}>
          Paste
        </button>
      </div>
    </dialog>
  );
}
