import { useEffect, useState } from 'preact/hooks';
import { fetchMe } from '../lib/me.ts';
import { type MyClass, myClasses } from '../lib/my-classes.ts';
import { followClass, staffHelp } from '../lib/staff-help.ts';
import { HelpNotice } from './help-notice.tsx';
import { HelpEnded, HelpView } from './help-view.tsx';
import type { CardOfTasks } from './helped-tasks.tsx';
import { RaisedHands } from './raised-hands.tsx';
import { useStore } from './use-store.ts';

type Phase =
  | { readonly kind: 'reading' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'read'; readonly classes: readonly MyClass[] };

interface HelpBoardProps {
  readonly cards: readonly CardOfTasks[];
  /** By its slug, each lesson's title. */
  readonly titles: Readonly<Record<string, string>>;
}

/** Help in the classes that somebody is staff of: the raised hands, or the session that the address names. */
export function HelpBoard({ cards, titles }: HelpBoardProps) {
  const [phase, setPhase] = useState<Phase>({ kind: 'reading' });
  const session = useHash();
  const { sessions, isConnected, ended } = useStore(staffHelp, (state) => state);
  useEffect(() => {
    void fetchMe().then(
      () => {
        const classes = myClasses().filter(({ role }) => role !== 'learner');
        setPhase({ kind: 'read', classes });
        for (const { id } of classes) void followClass(id).catch(() => {});
      },
      () => setPhase({ kind: 'unreachable' }),
    );
  }, []);

  if (phase.kind === 'reading') return <p role="status">Reading…</p>;
  if (phase.kind === 'unreachable') {
    return <p role="alert">The server could not be reached. Check that Drydock is running, then reload the page.</p>;
  }
  const { classes } = phase;
  if (classes.length === 0) {
    return (
      <div class="help-over" role="status">
        <h1>Help</h1>
        <p>This page is for the instructors and assistants of a class, and you are none of any.</p>
        <p>
          <a class="button" href="/classes/">
            Your classes
          </a>
        </p>
      </div>
    );
  }
  if (session !== '') {
    const classId = classes.find(({ id }) => sessions[id]?.some((each) => each.session === session))?.id;
    const help = classId && sessions[classId]?.find((each) => each.session === session);
    if (classId && help?.isOwn) {
      return (
        <>
          <a class="help-back" href="#">
            All hands
          </a>
          <HelpView classId={classId} help={help} cards={cards} />
          <HelpNotice />
        </>
      );
    }
    const isKnown = ended[session] !== undefined || classes.every(({ id }) => sessions[id] !== undefined);
    return isKnown ? <HelpEnded session={session} /> : <p role="status">Reading…</p>;
  }
  return (
    <div class="hands-all">
      <p class="kicker">Help</p>
      <h1>Raised hands</h1>
      <HelpNotice />
      {!isConnected && <p role="status">Connecting…</p>}
      {classes.map(({ id, name }) => (
        <RaisedHands key={id} classId={id} className={name} titleOf={(slug) => titles[slug]} />
      ))}
    </div>
  );
}

/** What stands behind # in the address. */
function useHash(): string {
  const [hash, setHash] = useState('');
  useEffect(() => {
    const read = () => setHash(location.hash.slice(1));
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return hash;
}
