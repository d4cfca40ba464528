import { useEffect } from 'preact/hooks';
import { followClass, sayAsStaff, staffHelp } from '../lib/staff-help.ts';
import type { StaffHelp } from '../shared/help-views.ts';
import type { ClassId } from '../shared/ids.ts';
import '../styles/help.css';
import { HelpActions } from './help-actions.tsx';
import { useStore } from './use-store.ts';
import { writeMessage } from './write-message.tsx';

interface RaisedHandsProps {
  readonly classId: ClassId;
  readonly className: string;
  /** Above them; the class's name where it is left out. */
  readonly title?: string;
  /** A lesson's title; its slug is shown where there is none. */
  readonly titleOf: (slug: string) => string | undefined;
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** Who of a class wants help, in the order in which they asked, and who gets it. */
export function RaisedHands({ classId, className, title, titleOf }: RaisedHandsProps) {
  const sessions = useStore(staffHelp, (state) => state.sessions)[classId];
  useEffect(() => void followClass(classId).catch(() => {}), [classId]);
  const titleId = `hands-${classId}`;
  const raised = (sessions ?? []).filter(({ stage }) => stage === 'raised').sort(byHand);
  const running = (sessions ?? []).filter(({ stage }) => stage !== 'raised');
  return (
    <section class="hands" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>
          {title ?? className} {raised.length > 0 && <span class="count">{raised.length}</span>}
        </h2>
        <button type="button" class="button button-small" onClick={() => writeMessage({ classId, className })}>
          Message to all<span class="visually-hidden"> of {className}</span>
        </button>
      </header>
      <div role="status">
        {!sessions && <p class="hands-none">Reading…</p>}
        {sessions && sessions.length === 0 && <p class="hands-none">No hand is up.</p>}
      </div>
      {raised.length > 0 && (
        // One heading says it where the class has been named before.
        <Sessions
          title={title === undefined ? 'Hand up' : undefined}
          classId={classId}
          sessions={raised}
          titleOf={titleOf}
        />
      )}
      {running.length > 0 && <Sessions title="Being helped" classId={classId} sessions={running} titleOf={titleOf} />}
    </section>
  );
}

function byHand(one: StaffHelp, other: StaffHelp): number {
  return (one.raisedAt ?? '') < (other.raisedAt ?? '') ? -1 : 1;
}

interface SessionsProps {
  readonly title: string | undefined;
  readonly titleOf: RaisedHandsProps['titleOf'];
  readonly classId: ClassId;
  readonly sessions: readonly StaffHelp[];
}

function Sessions({ title, classId, sessions, titleOf }: SessionsProps) {
  return (
    <>
      {title !== undefined && <h3 class="kicker">{title}</h3>}
      <ul class="hands-list">
        {sessions.map((each) => (
          <li key={each.session}>
            <div class="hands-who">
              <p>
                <b>{each.learnerName}</b>{' '}
                <span class="hands-state">
                  {describe(each)}
                  {!each.isHere && ' · not here now'}
                </span>
              </p>
              {each.text && <p class="help-text">{each.text}</p>}
              {each.place && (
                <p class="hands-state">
                  at <a href={`/lessons/${each.place.lesson}/`}>{titleOf(each.place.lesson) ?? each.place.lesson}</a>
                </p>
              )}
            </div>
            <div class="help-acts">
              <HelpActions classId={classId} learner={{ id: each.learner, name: each.learnerName }} />
              {each.stage === 'raised' && (
                <button
                  type="button"
                  class="quiet"
                  onClick={() => void sayAsStaff({ type: 'help.lower', class: classId, session: each.session })}
                >
                  Take the hand down<span class="visually-hidden"> of {each.learnerName}</span>
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function describe({ stage, helper, raisedAt, isOwn }: StaffHelp): string {
  const who = isOwn ? 'you' : helper;
  switch (stage) {
    case 'raised':
      return raisedAt ? `since ${clock.format(new Date(raisedAt))}` : '';
    case 'asked':
      return `asked by ${who}`;
    case 'looking':
      return `shown to ${who}`;
    case 'typing':
      return `typing with ${who}`;
  }
}
