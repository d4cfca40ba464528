import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { pageState } from '../lib/page-state.ts';
import type { EnginePart } from '../shared/engine-views.ts';
import { useEnginePart } from './use-engine-part.ts';
import { useStore } from './use-store.ts';

interface LiveFrameProps {
  readonly part: EnginePart;
  readonly label: string;
  /** What to do to have the learner's own engine in the picture. */
  readonly hint: string;
  /** Whether anything is known of the engine. */
  readonly isKnown: boolean;
  /** `undefined` where the engine has nothing of it: the still picture stands there then. */
  readonly drawing: ComponentChildren;
  /** What is said when it changes. */
  readonly news: string;
}

/** A picture of the learner's own engine, in the place of the still one above which it is rendered, with a line that says which of the two is seen. */
export function LiveFrame({ part, label, hint, isKnown, drawing, news }: LiveFrameProps) {
  const note = useRef<HTMLParagraphElement>(null);
  useEnginePart(part, note);
  const status = useStore(pageState, (page) => page.status.state);
  const isLive = drawing !== undefined;
  const said = useNews(isLive ? news : '');
  return (
    <>
      {isLive && (
        <div class="picture live" role="group" tabIndex={0} aria-label={label}>
          {drawing}
        </div>
      )}
      <p class="live-note" data-live={isLive} ref={note}>
        {isLive ? describeLive(status) : isKnown ? `Your engine has nothing of this now. ${hint}` : hint}
        <span class="visually-hidden" role="status">
          {said}
        </span>
      </p>
    </>
  );
}

function describeLive(status: string): string {
  if (status === 'ready') return 'Live: your own engine.';
  return status === 'paused'
    ? 'Your own engine, as it was when your sandbox was paused.'
    : 'Your own engine, as it was before the connection was lost.';
}

/** The latest news but the first: what has been there from the beginning is none. */
function useNews(news: string): string {
  const before = useRef('');
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (before.current !== '' && news !== before.current) setSaid(news);
    else if (before.current === '' && news !== '') setSaid('The picture shows your own engine now.');
    before.current = news;
  }, [news]);
  return said;
}
