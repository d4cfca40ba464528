import { useEffect, useRef } from 'preact/hooks';
import '../styles/ask-first.css';
import '../styles/terminal-dialogs.css';
import { showDialog } from './show-dialog.tsx';

/** Says what comes of looking. Resolves with true to go on. */
export function askForSolution(title: string): Promise<boolean> {
  return new Promise((resolve) => {
    showDialog((remove) => (
      <AskSolution
        title={title}
        onClose={(isMeant) => {
          remove();
          resolve(isMeant);
        }}
      />
    ));
  });
}

interface AskSolutionProps {
  readonly title: string;
  readonly onClose: (isMeant: boolean) => void;
}

function AskSolution({ title, onClose }: AskSolutionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      class="ask"
      ref={dialog}
      aria-labelledby="solution-title"
      aria-describedby="solution-why"
      onClose={({ currentTarget }) => onClose(currentTarget.returnValue === 'show')}
    >
      <h2 id="solution-title">Show a solution to “{title}”?</h2>
      <p id="solution-why" class="ask-why">
        To try first, with the hints, teaches more. It will be recorded that you looked at the solution. Your tasks tick
        as before, once they are done.
      </p>
      <div class="ask-foot">
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close('')}>
          Cancel
        </button>
        <button type="button" class="button button-warm" onClick={() => dialog.current?.close('show')}>
          Show the solution
        </button>
      </div>
    </dialog>
  );
}
