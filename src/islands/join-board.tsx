import { useEffect, useState } from 'preact/hooks';
import { type Outcome, readInvitation } from '../lib/class-requests.ts';
import type { ClassInvitation } from '../shared/class-views.ts';
import { Problem, Reading } from './class-frame.tsx';
import { JoinByCode } from './join-by-code.tsx';
import { JoinClass } from './join-class.tsx';
import { PersonalBoard } from './personal-board.tsx';
import { useHydrated } from './use-hydrated.ts';

const PERSONAL = 'me-';

/** What stands behind `#`: a code as somebody typed it, or a personal link's token. */
function readHash(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}

/** Where codes and links of classes lead. */
export function JoinBoard({ course }: { readonly course: string }) {
  const isHydrated = useHydrated();
  const [hash, setHash] = useState('');
  useEffect(() => {
    const read = () => setHash(readHash());
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  // The prerendered page knows nothing of what stands behind `#`.
  if (!isHydrated) return <h1>Join a class</h1>;
  if (hash.startsWith(PERSONAL))
    return <PersonalBoard key={hash} token={hash.slice(PERSONAL.length)} course={course} />;
  return hash === '' ? <AskForCode /> : <ByCode key={hash} code={hash} course={course} />;
}

function AskForCode({ problem }: { readonly problem?: string }) {
  return (
    <>
      <h1>Join a class</h1>
      <Problem message={problem} />
      <JoinByCode />
    </>
  );
}

function ByCode({ code, course }: { readonly code: string; readonly course: string }) {
  const [outcome, setOutcome] = useState<Outcome<ClassInvitation>>();
  useEffect(() => void readInvitation(code).then(setOutcome), [code]);
  if (!outcome) return <Reading title="Join a class" />;
  if (outcome.kind === 'refused') return <AskForCode problem={outcome.message} />;
  return <JoinClass code={code} course={course} invitation={outcome.value} />;
}
