import { useEffect, useState } from 'preact/hooks';
import { findTendedClass, type TendedClass } from '../lib/tended-class.ts';
import { classIdSchema } from '../shared/ids.ts';
import '../styles/class-bar.css';

export type ClassPlace = 'board' | 'people' | 'grades' | 'help';

interface ClassBarProps {
  /** Left out on a page below them. */
  readonly current?: ClassPlace | undefined;
}

/** The way about a class, the same on each page of its staff. Which class it is stands behind `#`; the page of all hands goes with the one that was seen last. */
export function ClassBar({ current }: ClassBarProps) {
  const [tended, setTended] = useState<TendedClass>();
  useEffect(() => {
    let isOld = false;
    const read = () => {
      const named = classIdSchema.safeParse(location.hash.slice(1).split('/')[0]).data;
      if (!named && current !== 'help') return setTended(undefined);
      void findTendedClass(current === 'help' ? undefined : named).then((found) => {
        if (!isOld) setTended(found);
      });
    };
    read();
    addEventListener('hashchange', read);
    return () => {
      isOld = true;
      removeEventListener('hashchange', read);
    };
  }, [current]);
  // The room is kept, so that nothing moves when it is known.
  if (!tended) return <div class="class-bar" />;
  return (
    <nav class="class-bar" aria-label="Class">
      <ul>
        {placesOf(tended).map(([place, label, href]) => (
          <li key={place}>
            <a href={href} aria-current={place === current ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
      <a class="class-bar-all" href="/classes/">
        Your classes
      </a>
    </nav>
  );
}

function placesOf({ id, role }: TendedClass): readonly (readonly [ClassPlace, string, string])[] {
  const all: readonly (readonly [ClassPlace, string, string])[] = [
    ['board', 'Board', `/class/#${id}`],
    ['people', 'People and settings', `/classes/settings/#${id}`],
    ['grades', 'Grades', `/class/grades/#${id}`],
    ['help', 'Help', '/help/'],
  ];
  // Assistants give no grades, and are refused there.
  return role === 'assistant' ? all.filter(([place]) => place !== 'grades') : all;
}
