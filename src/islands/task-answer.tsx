import { useEffect, useState } from 'preact/hooks';
import { enterAnswer } from '../lib/page-connection.ts';
import type { AnswerField } from '../shared/exercise/index.ts';
import { InlineCode } from './inline-code.tsx';
import { useHydrated } from './use-hydrated.ts';

/** As SPEC.md's rule 21 has it; the protocol's own module is not for a page that has no connection yet. */
const MAX_LENGTH = 200;

interface TaskAnswerProps {
  readonly exercise: string;
  readonly task: string;
  readonly field: AnswerField;
  /** What was entered last, here or in another window. */
  readonly answer: string | null;
  readonly isChecking: boolean;
  readonly isAllowed: boolean;
  /** The id of what stands beneath. */
  readonly describedBy: string;
}

/** Where the learner enters what a task asks for. */
export function TaskAnswer({ exercise, task, field, answer, isChecking, isAllowed, describedBy }: TaskAnswerProps) {
  const [draft, setDraft] = useState<string>();
  const isHydrated = useHydrated();
  // What is known to the server is the same in every window.
  useEffect(() => setDraft((text) => (text?.trim() === answer ? undefined : text)), [answer]);
  const id = `answer-${exercise}-${task}`;
  const value = draft ?? answer ?? '';

  const enter = (event: Event) => {
    event.preventDefault();
    if (!isChecking && value.trim() !== '') void enterAnswer(exercise, task, value.trim());
  };
  return (
    <form class="task-answer" onSubmit={enter}>
      <label for={id}>
        <InlineCode text={field.label} />
      </label>
      <span class="task-field">
        <input
          id={id}
          type="text"
          inputMode={field.unit === undefined ? undefined : 'decimal'}
          maxLength={MAX_LENGTH}
          autoComplete="off"
          autoCapitalize="off"
          spellcheck={false}
          value={value}
          aria-describedby={field.unit === undefined ? describedBy : `${id}-unit ${describedBy}`}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
        {field.unit !== undefined && <span id={`${id}-unit`}>{field.unit}</span>}
      </span>
      <button type="submit" class="button button-small" disabled={!isHydrated || !isAllowed} aria-busy={isChecking}>
        Answer
      </button>
    </form>
  );
}
