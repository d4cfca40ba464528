import { useEffect, useRef } from 'preact/hooks';
import { recall } from '../lib/remembered.ts';

/** To where the learner left off, or to the beginning. It takes the focus from the button that led here. */
export function Onward() {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => link.current?.focus(), []);
  const last = recall('drydock.lesson');
  return (
    <p class="class-actions">
      <a ref={link} class="button button-strong" href={last ? `/lessons/${encodeURIComponent(last)}/` : '/'}>
        {last ? 'Go on where you left off' : 'Go to the course'}
      </a>
    </p>
  );
}
