import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import { localPaths } from '../lib/machine.ts';
import { openHint } from '../lib/page-connection.ts';
import { pageState } from '../lib/page-state.ts';
import { isOpen } from '../lib/task-mark.ts';
import type { TaskState } from '../shared/views.ts';
import { InlineCode } from './inline-code.tsx';
import type { TaskText } from './task-list.tsx';
import { useHydrated } from './use-hydrated.ts';
import { useStore } from './use-store.ts';

const NOT_YET = 'Try it first: hints open once you have run a command, saved a file or pressed Check now.';

interface TaskHintsProps {
  readonly exercise: string;
  readonly task: TaskText;
  readonly state: TaskState | undefined;
  readonly isTried: boolean;
  readonly isAllowed: boolean;
  /** Stands between the button and the hints. */
  readonly children: ComponentChildren;
}

/** The button that opens a task's next hint, and the hints that are open. Those of a task that is done are folded. */
export function TaskHints({ exercise, task, state, isTried, isAllowed, children }: TaskHintsProps) {
  const isHydrated = useHydrated();
  const hints = state?.hints ?? [];
  const count = state?.hintCount ?? task.hintCount;
  /** How many there will be once the one that was asked for has come. */
  const [wanted, setWanted] = useState(0);
  const [isTooEarly, setTooEarly] = useState(false);
  const newest = useRef<HTMLParagraphElement>(null);
  const isStuck = useStore(
    pageState,
    ({ problem, status }) => problem !== undefined || status.state === 'reconnecting',
  );
  useEffect(() => {
    if (wanted === 0 || hints.length < wanted) return;
    setWanted(0);
    newest.current?.focus();
  }, [hints.length, wanted]);
  // One that comes minutes later takes nobody away from what they do by then.
  useEffect(() => {
    if (isStuck) setWanted(0);
  }, [isStuck]);
  useEffect(() => {
    if (isTried) setTooEarly(false);
  }, [isTried]);

  const open = () => {
    if (!isTried) {
      setTooEarly(true);
      announce(NOT_YET);
    } else if (wanted === 0) {
      setWanted(hints.length + 1);
      void openHint(exercise, task.id);
    }
  };
  const got = state?.hintsFrom ? 'had' : 'opened';
  const texts = hints.map((hint, index) => (
    <p key={hint} class="hint" tabIndex={-1} ref={index === hints.length - 1 ? newest : null}>
      <b class="hint-number">
        Hint {index + 1} of {count}
        {state?.hintsFrom?.[index] && `, from ${state.hintsFrom[index]}`}
      </b>{' '}
      <InlineCode text={localPaths(hint)} />
    </p>
  ));
  if (!isOpen(state)) {
    return (
      <>
        {children}
        {hints.length > 0 && (
          <details class="hints-folded">
            <summary>{hints.length === 1 ? `The hint you ${got}` : `The ${hints.length} hints you ${got}`}</summary>
            {texts}
          </details>
        )}
      </>
    );
  }
  return (
    <>
      {hints.length < count && (
        <button
          type="button"
          class="quiet hint-button"
          disabled={!isHydrated || !isAllowed}
          aria-busy={wanted !== 0}
          onClick={open}
        >
          {hints.length === 0 ? 'Hint' : 'Next hint'}
          <span class="visually-hidden">
            {` ${hints.length + 1} of ${count} for: ${task.title.replaceAll('`', '')}`}
          </span>
        </button>
      )}
      {children}
      {isTooEarly && <p class="hint-note">{NOT_YET}</p>}
      {texts}
    </>
  );
}
