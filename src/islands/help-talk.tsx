import { useState } from 'preact/hooks';
import { type HelpLine, MAX_HELP_TEXT } from '../shared/help-views.ts';

interface HelpTalkProps {
  readonly lines: readonly HelpLine[];
  /** Whether the reader is the learner. */
  readonly isLearner: boolean;
  /** The name of the other. */
  readonly other: string;
  readonly onSay: (text: string) => void;
}

/** Older lines are still in the log. */
const SHOWN_LINES = 4;

/** What the two of a help session write to each other. */
export function HelpTalk({ lines, isLearner, other, onSay }: HelpTalkProps) {
  const [text, setText] = useState('');
  const send = (event: Event) => {
    event.preventDefault();
    if (text.trim() === '') return;
    onSay(text.trim());
    setText('');
  };
  return (
    <div class="help-talk">
      <ol aria-label={`What ${other} and you wrote`} aria-live="polite">
        {lines.slice(-SHOWN_LINES).map((line) => (
          <li key={line.at} data-own={line.isLearner === isLearner}>
            <b>{line.isLearner === isLearner ? 'You' : other}:</b> {line.text}
          </li>
        ))}
      </ol>
      <form class="help-line" onSubmit={send}>
        <input
          value={text}
          maxLength={MAX_HELP_TEXT}
          aria-label={`Write to ${other}`}
          placeholder={`To ${other}`}
          autocomplete="off"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit" class="button button-small">
          Send
        </button>
      </form>
    </div>
  );
}
