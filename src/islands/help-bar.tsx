import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { helpState } from '../lib/help-state.ts';
import { describeEnd, describeHand } from '../lib/help-words.ts';
import { endHelp, handOver, sayLine, takeBack } from '../lib/learner-help.ts';
import type { LearnerHelp } from '../shared/help-views.ts';
import { isBarWanted, wantBar } from './help-focus.ts';
import { HelpTalk } from './help-talk.tsx';
import { useStore } from './use-store.ts';

/** The learner's own help, all the time that there is one: who sees what, who types, and how to end it. It comes and goes by what the learner does, so that nothing moves under their hands. */
export function HelpBar() {
  const { own, ended, isConnected, problem } = useStore(helpState, (state) => state);
  const bar = useRef<HTMLDivElement>(null);
  /** What it was high, for when it ends by what somebody else does: the terminal below is not to move then. */
  const heightPx = useRef(0);
  const stage = own?.stage;
  useLayoutEffect(() => {
    if (own) heightPx.current = bar.current?.offsetHeight ?? 0;
  });
  useEffect(() => {
    if (!isBarWanted() || !bar.current?.checkVisibility()) return;
    wantBar(false);
    bar.current.focus();
  }, [stage]);
  const isShown = own ? stage !== 'asked' || own.text !== null : ended !== undefined;
  if (!isShown) return null;
  return (
    <div
      class="help-bar"
      data-stage={own ? stage : 'ended'}
      role="region"
      aria-label="Help"
      tabIndex={-1}
      ref={bar}
      style={own ? undefined : { minHeight: `${heightPx.current}px` }}
    >
      {own ? (
        <Running own={own} isConnected={isConnected} />
      ) : (
        ended && <Ended text={describeEnd(ended.reason, ended.helper)} />
      )}
      {problem && (
        <p class="help-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function Running({ own, isConnected }: { readonly own: LearnerHelp; readonly isConnected: boolean }) {
  const { typist, isTalking } = useStore(helpState, (state) => state);
  const { stage, lines } = own;
  const helper = own.helper ?? 'An instructor';
  const press = (act: () => void) => () => {
    wantBar(true);
    act();
  };
  if (stage === 'raised' || stage === 'asked') {
    return (
      <>
        <p class="help-says" role="status">
          <b>Your hand is up.</b> {isConnected ? describeHand(own) : 'The connection is lost; your hand stays up.'}
        </p>
        <button type="button" class="button button-small" onClick={press(endHelp)}>
          Lower it
        </button>
      </>
    );
  }
  const isTyping = stage === 'typing';
  return (
    <>
      <p class="help-says" role="status">
        <span class="help-eye" aria-hidden="true" />
        {isTyping ? (
          <>
            <b>{helper} can type in your terminal.</b> You type on as before.
          </>
        ) : (
          <>
            <b>{helper} is looking at your terminal</b> and your tasks, and can’t type.
          </>
        )}
      </p>
      {isTyping && (
        <p class="help-typist" aria-hidden="true">
          {typist && (typist === 'helper' ? `${helper} types` : 'You type')}
        </p>
      )}
      <div class="help-acts">
        <button
          type="button"
          class="button button-small"
          aria-expanded={isTalking}
          onClick={() => helpState.set({ isTalking: !isTalking, readLines: lines.length })}
        >
          Write{lines.length > 0 && ` (${lines.length})`}
        </button>
        {isTyping ? (
          <button type="button" class="button button-small button-strong" onClick={press(takeBack)}>
            Take the keyboard back
          </button>
        ) : (
          <button type="button" class="button button-small" onClick={press(handOver)}>
            Let them type
          </button>
        )}
        <button type="button" class="button button-small" onClick={press(endHelp)}>
          End
        </button>
      </div>
      {isTalking && <HelpTalk lines={lines} isLearner other={helper} onSay={sayLine} />}
    </>
  );
}

function Ended({ text }: { readonly text: string }) {
  return (
    <>
      <p class="help-says" role="status">
        {text}
      </p>
      <button type="button" class="button button-small" onClick={() => helpState.set({ ended: undefined })}>
        All right
      </button>
    </>
  );
}
