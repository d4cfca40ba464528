import { useEffect, useRef } from 'preact/hooks';
import '../styles/ask-first.css';
import { showDialog } from './show-dialog.tsx';

/** Asks before a shell is ended in which something runs. `running` is `undefined` where nobody knows. Resolves with true to go on. */
export function askToClose(label: string, running: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    showDialog((remove) => (
      <CloseTerminal
        label={label}
        running={running}
        onClose={(isMeant) => {
          remove();
          resolve(isMeant);
        }}
      />
    ));
  });
}

interface CloseTerminalProps {
  readonly label: string;
  readonly running: string | undefined;
  readonly onClose: (isMeant: boolean) => void;
}

function CloseTerminal({ label, running, onClose }: CloseTerminalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      class="ask"
      ref={dialog}
      aria-labelledby="ask-title"
      aria-describedby="ask-why"
      onClose={({ currentTarget }) => onClose(currentTarget.returnValue === 'close')}
    >
      <h2 id="ask-title">Close {label}?</h2>
      <p id="ask-why" class="ask-why">
        {running === undefined ? (
          'Its shell ends, and with it whatever runs there.'
        ) : (
          <>
            <code>{running.length > 200 ? `${running.slice(0, 200)}…` : running}</code> runs in it, and ends with it.
          </>
        )}{' '}
        Files and images stay.
      </p>
      <div class="ask-foot">
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close('')}>
          Cancel
        </button>
        <button type="button" class="button button-warm" onClick={() => dialog.current?.close('close')}>
          Close and end it
        </button>
      </div>
    </dialog>
  );
}
