import { useEffect, useState } from 'preact/hooks';
import { type Outcome, openPlace, readPlace } from '../lib/class-requests.ts';
import { fetchMe } from '../lib/me.ts';
import { forget, remember } from '../lib/remembered.ts';
import type { PersonalPlace, PersonalPlaceOpened } from '../shared/class-views.ts';
import { Problem, Reading, Refusal } from './class-frame.tsx';
import { Onward } from './onward.tsx';

interface PersonalBoardProps {
  readonly token: string;
  readonly course: string;
}

/** A personal link: it makes this browser somebody's, and loses nothing that was done in it. */
export function PersonalBoard({ token, course }: PersonalBoardProps) {
  const [outcome, setOutcome] = useState<Outcome<PersonalPlace>>();
  useEffect(() => void readPlace(token).then(setOutcome), [token]);
  if (!outcome) return <Reading title="Your place" />;
  if (outcome.kind === 'refused') return <Refusal title="Your place" message={outcome.message} />;
  return <Place token={token} course={course} place={outcome.value} />;
}

interface PlaceProps extends PersonalBoardProps {
  readonly place: PersonalPlace;
}

function Place({ token, course, place }: PlaceProps) {
  const { name, className, isOwn, hasOwnWork, canTakeAlong } = place;
  const [opened, setOpened] = useState<PersonalPlaceOpened>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const open = async (takesAlong: boolean) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    const outcome = await openPlace(token, takesAlong);
    // The next page is to know of the class, and of help in it. The place is theirs without it, too.
    if (outcome.kind === 'done') await fetchMe().catch(() => {});
    setBusy(false);
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    // Where somebody left off is theirs alone.
    if (!takesAlong && !isOwn) forget('drydock.lesson');
    remember('drydock.known', 'yes');
    if (name !== null) remember('drydock.class-name', name);
    setOpened(outcome.value);
    // The link works on, so it need not stay in this browser's history.
    history.replaceState(null, '', location.pathname);
  };
  const who = name ?? 'whose work this is';
  return (
    <>
      <h1>{name ?? 'Back to earlier work'}</h1>
      <p class="class-lead">
        {className === null
          ? `This link leads back to what was done of “${course}” in a browser before.`
          : `Your own link into the class “${className}”, of “${course}”. Whoever has it is ${who} here: keep it to yourself.`}
      </p>
      {opened || isOwn ? (
        <div role="status">
          <p>{opened ? `This browser is ${name ?? 'back where it was'} now.` : `This browser is ${who} already.`}</p>
          {opened && <WayBack wayBack={opened.wayBack} />}
          <Onward />
        </div>
      ) : (
        <>
          {hasOwnWork && (
            <p>
              {canTakeAlong
                ? `There is work in this browser already. Is it yours? Then take it along: it becomes ${who}’s, with every tick.`
                : `There is work in this browser already, of somebody other than ${who}. The two are not mixed; you are told what leads back to what is here now.`}
            </p>
          )}
          <Problem message={problem} />
          <p class="class-actions">
            {canTakeAlong && (
              <button type="button" class="button button-strong" aria-busy={isBusy} onClick={() => void open(true)}>
                Take my work along
              </button>
            )}
            <button
              type="button"
              class={`button ${canTakeAlong ? '' : 'button-strong'}`}
              aria-busy={isBusy}
              onClick={() => void open(false)}
            >
              {canTakeAlong
                ? 'It is somebody else’s: begin without it'
                : name === null
                  ? 'Go back to it'
                  : `I am ${name}`}
            </button>
          </p>
        </>
      )}
    </>
  );
}

function WayBack({ wayBack }: { readonly wayBack: PersonalPlaceOpened['wayBack'] }) {
  switch (wayBack.kind) {
    case 'none':
      return null;
    case 'own-link':
      return (
        <p class="class-way-back">
          What was done in this browser before is kept: the personal link of whose work it is leads back to it.
        </p>
      );
    case 'new':
      return (
        <p class="class-way-back">
          What was done in this browser before is kept. The one way back to it is this link; write it down or pass it on
          to whose work it is: <a href={wayBack.url}>{wayBack.url}</a>
        </p>
      );
  }
}
