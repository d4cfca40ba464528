import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import '../styles/terminal-search.css';
import type { Found } from './terminal-finder.ts';
import type { InteractiveScreen } from './terminal-screen.ts';

interface TerminalSearchProps {
  readonly screen: InteractiveScreen | undefined;
  /** As the screen tells it. */
  readonly found: Found | undefined;
  /** Called when the learner is done; the focus is to go back to the terminal. */
  readonly onClose: () => void;
}

/** Searches a terminal. What is looked for is mostly not far above the prompt, so Enter goes up. */
export function TerminalSearch({ screen, found, onClose }: TerminalSearchProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isCaseSensitive, setCaseSensitive] = useState(false);
  // At once, or what is typed next would go to the shell.
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => () => screen?.endFind(), [screen]);

  const find = (direction: 'next' | 'previous') => screen?.find(text, direction, { isCaseSensitive });
  // Found anew with each letter, and where the case begins or ends to matter.
  useEffect(() => screen?.find(text, 'previous', { isCaseSensitive }), [screen, text, isCaseSensitive]);

  const handleKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target === field.current) find(event.shiftKey ? 'next' : 'previous');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search class="terminal-search" aria-label="Find in the terminal" onKeyDown={handleKey}>
      <input
        ref={field}
        type="text"
        aria-label="Find in the terminal"
        placeholder="Find"
        maxLength={1000}
        autocapitalize="off"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <p class="terminal-search-count" role="status">
        {countText(text, found)}
      </p>
      <button
        type="button"
        aria-label="Match case"
        title="Match case"
        aria-pressed={isCaseSensitive}
        onClick={() => setCaseSensitive(!isCaseSensitive)}
      >
        Aa
      </button>
      <button type="button" aria-label="Previous" title="Previous (Enter)" onClick={() => find('previous')}>
        <Chevron to="up" />
      </button>
      <button type="button" aria-label="Next" title="Next (Shift Enter)" onClick={() => find('next')}>
        <Chevron to="down" />
      </button>
      <button type="button" aria-label="Close the search" title="Close (Esc)" onClick={onClose}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 4l8 8M12 4l-8 8" />
        </svg>
      </button>
    </search>
  );
}

function Chevron({ to }: { readonly to: 'up' | 'down' }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={to === 'up' ? 'M3 10.5l5-5 5 5' : 'M3 5.5l5 5 5-5'} />
    </svg>
  );
}

function countText(text: string, found: Found | undefined): string {
  if (text === '' || !found) return '';
  if (found.count === 0) return 'Not found';
  return found.index < 0 ? `${found.count} or more` : `${found.index + 1} of ${found.count}`;
}
