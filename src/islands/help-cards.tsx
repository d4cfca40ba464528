import { helpState } from '../lib/help-state.ts';
import { agree, decline, putAway } from '../lib/learner-help.ts';
import { myClasses } from '../lib/my-classes.ts';
import type { LearnerHelp } from '../shared/help-views.ts';
import { wantBar } from './help-focus.ts';
import { useStore } from './use-store.ts';

/** What somebody of the staff wants of the learner, or tells them: over the page, so that nothing moves when it comes. */
export function HelpCards() {
  const { own, messages, hinted, isTalking, readLines } = useStore(helpState, (state) => state);
  const unread = own && !isTalking ? own.lines.slice(readLines).filter(({ isLearner }) => !isLearner) : [];
  return (
    <>
      {own?.stage === 'asked' && <Asked own={own} />}
      {own && unread.length > 0 && (
        <section class="help-card" aria-label={`From ${own.helper}`}>
          <p role="status">
            <b>{own.helper}</b>
            {unread.map(({ at, text }) => (
              <span key={at} class="help-text">
                {text}
              </span>
            ))}
          </p>
          <div class="help-card-foot">
            <button
              type="button"
              class="button button-small"
              onClick={() => helpState.set({ isTalking: true, readLines: own.lines.length })}
            >
              Answer
            </button>
            <button
              type="button"
              class="button button-small"
              onClick={() => helpState.set({ readLines: own.lines.length })}
            >
              All right
            </button>
          </div>
        </section>
      )}
      {hinted && (
        <section class="help-card" aria-label="A hint">
          <p role="status">
            <b>{hinted.from}</b> gave you a hint for “{titleOf(hinted.exercise, hinted.task)}”.
          </p>
          <div class="help-card-foot">
            {document.getElementById(`exercise-${hinted.exercise}`) && (
              <a
                class="button button-small"
                href={`#exercise-${hinted.exercise}`}
                onClick={() => helpState.set({ hinted: undefined })}
              >
                Go to it
              </a>
            )}
            <button type="button" class="button button-small" onClick={() => helpState.set({ hinted: undefined })}>
              All right
            </button>
          </div>
        </section>
      )}
      {messages.map(({ id, class: classId, from, text, isToAll }) => (
        <section class="help-card" key={id} aria-label={`Message from ${from}`}>
          <p role="status">
            <b>
              {from} {isToAll && `to all of ${nameOf(classId)}`}
            </b>
            <span class="help-text">{text}</span>
          </p>
          <div class="help-card-foot">
            <button type="button" class="button button-small" onClick={() => putAway(classId, id)}>
              All right
            </button>
          </div>
        </section>
      ))}
    </>
  );
}

function Asked({ own }: { readonly own: LearnerHelp }) {
  const helper = own.helper ?? 'An instructor';
  return (
    <section class="help-card help-card-asks" aria-label={`${helper} asks`}>
      <div role="alert">
        <p>
          <b>{helper} asks to look at your terminal.</b>
        </p>
        <p>
          They would see what is on its screen now and whatever comes, and your tasks on this page. They can’t type
          unless you let them, and you can end it at any time.
        </p>
      </div>
      <div class="help-card-foot">
        <button type="button" class="button button-small" onClick={decline}>
          Not now
        </button>
        <button
          type="button"
          class="button button-small button-strong"
          onClick={() => {
            wantBar(true);
            agree();
          }}
        >
          Let {helper} look
        </button>
      </div>
    </section>
  );
}

/** A task's title as it stands in the text. */
function titleOf(exercise: string, task: string): string {
  return document.querySelector(`[data-exercise="${exercise}"] [data-task="${task}"]`)?.textContent ?? task;
}

function nameOf(classId: string): string {
  return myClasses().find(({ id }) => id === classId)?.name ?? 'the class';
}
