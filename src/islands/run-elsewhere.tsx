import { useLayoutEffect, useRef } from 'preact/hooks';
import '../styles/ask-first.css';
import '../styles/run-elsewhere.css';
import { showDialog } from './show-dialog.tsx';

/** Says that something runs in the terminal, and how to end it. Resolves with true for "in a new terminal", once the page has the focus again. */
export function askForNewTerminal(): Promise<boolean> {
  return new Promise((resolve) => {
    showDialog((remove) => (
      <RunElsewhere
        onClose={(isWanted) => {
          remove();
          resolve(isWanted);
        }}
      />
    ));
  });
}

function RunElsewhere({ onClose }: { readonly onClose: (isWanted: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const close = (answer: string) => dialog.current?.close(answer);
  return (
    <dialog
      class="ask"
      ref={dialog}
      aria-labelledby="ask-title"
      aria-describedby="ask-why"
      onClose={({ currentTarget }) => onClose(currentTarget.returnValue === 'new')}
    >
      <h2 id="ask-title">Something is running in this terminal</h2>
      <p id="ask-why" class="run-why">
        So nothing was typed. Run the commands in a new terminal, or end first what runs, then press Run again.
      </p>
      <dl class="run-ends">
        <div>
          <dt>
            <kbd>Ctrl</kbd> <kbd>C</kbd>
          </dt>
          <dd>stops most commands</dd>
        </div>
        <div>
          <dt>
            <kbd>q</kbd>
          </dt>
          <dd>leaves a pager, such as less</dd>
        </div>
        <div>
          <dt>
            <kbd>Ctrl</kbd> <kbd>D</kbd>
          </dt>
          <dd>leaves a shell in a container</dd>
        </div>
      </dl>
      <div class="ask-foot">
        <button type="button" class="button" autofocus onClick={() => close('')}>
          Cancel
        </button>
        <button type="button" class="button button-strong" onClick={() => close('new')}>
          Run it in a new terminal
        </button>
      </div>
    </dialog>
  );
}
