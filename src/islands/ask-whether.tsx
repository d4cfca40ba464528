import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import '../styles/ask-first.css';
import '../styles/terminal-dialogs.css';
import { showDialog } from './show-dialog.tsx';

export interface YesOrNo {
  readonly title: string;
  /** What comes of going on. */
  readonly why: ComponentChildren;
  readonly confirmLabel: string;
}

/** Asks before something that can't be taken back. Resolves with true to go on. */
export function askWhether(question: YesOrNo): Promise<boolean> {
  return new Promise((resolve) => {
    showDialog((remove) => (
      <AskWhether
        question={question}
        onClose={(isMeant) => {
          remove();
          resolve(isMeant);
        }}
      />
    ));
  });
}

interface AskWhetherProps {
  readonly question: YesOrNo;
  readonly onClose: (isMeant: boolean) => void;
}

function AskWhether({ question: { title, why, confirmLabel }, onClose }: AskWhetherProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      class="ask"
      ref={dialog}
      aria-labelledby="ask-title"
      aria-describedby="ask-why"
      onClose={({ currentTarget }) => onClose(currentTarget.returnValue === 'yes')}
    >
      <h2 id="ask-title">{title}</h2>
      <p id="ask-why" class="ask-why">
        {why}
      </p>
      <div class="ask-foot">
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close('')}>
          Cancel
        </button>
        <button type="button" class="button button-warm" onClick={() => dialog.current?.close('yes')}>
          {confirmLabel}
        </button>
      </div>
    </dialog>
  );
}
