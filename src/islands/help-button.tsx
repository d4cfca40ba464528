import { useEffect, useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import { helpState } from '../lib/help-state.ts';
import { learnersClass, onClassesNoted } from '../lib/my-classes.ts';
import { useStore } from './use-store.ts';

/** How a learner of a class asks for help; nothing for everybody else. */
export function HelpButton() {
  const [isLearner, setLearner] = useState(false);
  const isUp = useStore(helpState, ({ own }) => own !== null && own !== undefined);
  useEffect(() => {
    const look = () => setLearner(learnersClass() !== undefined);
    onClassesNoted(look);
    look();
  }, []);
  if (!isLearner) return null;
  const press = async () => {
    if (isUp) {
      document.querySelector<HTMLElement>('.help-place .help-bar')?.focus();
      return;
    }
    try {
      (await import('./ask-for-help.tsx')).askForHelp();
    } catch {
      announce('This could not be loaded. Check your network, then try again.');
    }
  };
  return (
    <button
      type="button"
      class="help-button"
      data-up={isUp}
      title={isUp ? 'Your hand is up' : 'Ask for help'}
      onClick={() => void press()}
    >
      <svg class="desk-icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M5 8V4.2a1 1 0 0 1 2 0V7m0-.4V3a1 1 0 0 1 2 0v3.6M9 7V3.8a1 1 0 0 1 2 0V8m0-1.4a1 1 0 0 1 2 0V10c0 2.500-1.600 4-4 4S6 13 5 11.500L3.300 9a1 1 0 0 1 1.700-1.100l.9 1.100" />
      </svg>
      <span>{isUp ? 'Hand up' : 'Ask for help'}</span>
    </button>
  );
}
