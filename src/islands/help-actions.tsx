import { askToLook, staffHelp } from '../lib/staff-help.ts';
import type { ClassId, LearnerId } from '../shared/ids.ts';
import { writeMessage } from './write-message.tsx';
import '../styles/help.css';
import { useStore } from './use-store.ts';

interface HelpActionsProps {
  readonly classId: ClassId;
  readonly learner: { readonly id: LearnerId; readonly name: string };
}

/** What a member of staff can do for one learner, wherever they see them: ask to look, and write. `followClass` has to be called for the class once. */
export function HelpActions({ classId, learner }: HelpActionsProps) {
  const session = useStore(staffHelp, ({ sessions }) => sessions)[classId]?.find((each) => each.learner === learner.id);
  return (
    <div class="help-actions">
      {session?.isOwn ? (
        <a class="button button-small button-strong" href={`/help/#${session.session}`}>
          {session.stage === 'asked' ? 'Asked: wait there' : 'Look'}
        </a>
      ) : (
        <button
          type="button"
          class="button button-small"
          disabled={session !== undefined && session.helper !== null}
          onClick={() => void askToLook(classId, learner.id)}
        >
          {session?.helper ? `${session.helper} helps` : 'Ask to look'}
          <span class="visually-hidden"> at the terminal of {learner.name}</span>
        </button>
      )}
      <button type="button" class="button button-small" onClick={() => writeMessage({ classId, learner })}>
        Message<span class="visually-hidden"> to {learner.name}</span>
      </button>
    </div>
  );
}
