import { useEffect, useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import { helpState } from '../lib/help-state.ts';
import { learnersClass, onClassesNoted } from '../lib/my-classes.ts';
import { HandIcon } from './hand-icon.tsx';
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
      <HandIcon />
      <span>{isUp ? 'Hand up' : 'Ask for help'}</span>
    </button>
  );
}
