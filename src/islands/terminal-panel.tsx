import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import type { CommandBlock, RunOutcome } from '../lib/connection.ts';
import { offerTerminals } from '../lib/desk-terminals.ts';
import { isOwnMachine } from '../lib/machine.ts';
import { expectConnection, openConnection, prefillPage, retryConnection } from '../lib/page-connection.ts';
import type { PopOutWatch } from '../lib/pop-out.ts';
import { recall, remember } from '../lib/remembered.ts';
import { type TerminalStand, terminalStand } from '../lib/terminal-stand.ts';
import type { Deck } from './deck.ts';
import { useHydrated } from './use-hydrated.ts';

type Phase = TerminalStand['phase'];

interface TerminalPanelProps {
  /** It is alone in a window, and opens at once. */
  readonly isAlone?: boolean;
}

/** The terminals and how they stand. Until they are opened it is a button; what it takes to draw them is loaded then. */
export function TerminalPanel({ isAlone = false }: TerminalPanelProps) {
  const [phase, setPhase] = useState<Phase>('closed');
  const [terminals, setTerminals] = useState<Terminals>();
  const isHydrated = useHydrated();
  const leave = useRef<HTMLAnchorElement>(null);
  const preparing = useRef<Promise<Terminals>>();
  const watching = useRef<Promise<PopOutWatch>>();
  const isAskedBack = useRef(false);
  const phaseNow = useRef<Phase>('closed');
  const enter = (next: Phase) => {
    phaseNow.current = next;
    setPhase(next);
    terminalStand.set({ phase: next });
  };

  const prepare = (): Promise<Terminals> => {
    preparing.current ??= makeTerminals({
      onEmpty: () => {
        discard();
        if (!isAlone) remember('drydock.terminal', 'closed');
        enter('closed');
      },
      onLeave: () => leave.current?.focus(),
    }).then(
      (made) => {
        setTerminals(made);
        return made;
      },
      (error: unknown) => {
        preparing.current = undefined;
        throw error;
      },
    );
    return preparing.current;
  };
  const discard = () => {
    void preparing.current?.then(({ deck }) => deck[Symbol.dispose]());
    preparing.current = undefined;
    setTerminals(undefined);
    terminalStand.set({ shell: undefined });
  };

  // Under the pointer or the focus, the button will likely be pressed: what takes long happens before the press.
  const expectOpening = () => void Promise.all([expectConnection(), prepare()]).catch(() => {});

  const open = async (takesFocus: boolean): Promise<Deck | undefined> => {
    if (phaseNow.current !== 'open') enter('loading');
    try {
      const [connection, { deck }] = await Promise.all([untilLoaded(openConnection), prepare()]);
      // Taken away meanwhile, into a window of its own.
      if (phaseNow.current === 'popped') return undefined;
      enter('open');
      if (!isAlone) remember('drydock.terminal', 'open');
      deck.connect(connection);
      if (takesFocus) deck.focus();
      if (!isAlone) void watchPopOut(false);
      return deck;
    } catch {
      enter('unavailable');
      return undefined;
    }
  };

  const watchPopOut = (isExpected: boolean): Promise<PopOutWatch> => {
    watching.current ??= import('../lib/pop-out.ts').then(
      ({ PopOutWatch }) =>
        new PopOutWatch(isExpected, {
          onOut: () => {
            enter('popped');
            remember('drydock.terminal', 'popped');
            discard();
          },
          onBack: () => {
            void open(isAskedBack.current).then(() => announce('The terminals are back in this page.'));
            isAskedBack.current = false;
          },
        }),
    );
    return watching.current;
  };

  const run = async (block: CommandBlock, where: 'current' | 'new'): Promise<RunOutcome | 'full'> => {
    const isNew = where === 'new';
    if (phaseNow.current === 'popped') return (await watchPopOut(true)).run(block, isNew);
    const deck = await open(false);
    return deck ? deck.run(block, isNew) : 'unsent';
  };

  useEffect(() => {
    void prefillPage();
    offerTerminals({
      runBlock: run,
      goOn: () => {
        void preparing.current?.then(({ deck }) => {
          if (!deck.goOn()) void retryConnection();
          deck.focus();
        });
      },
    });
    const remembered = recall('drydock.terminal');
    if (isAlone) {
      void open(true);
      void import('../lib/pop-out.ts').then(({ announcePopOut }) =>
        announcePopOut((block, isNew) => run(block, isNew ? 'new' : 'current')),
      );
    } else if (remembered === 'popped') {
      enter('popped');
      void watchPopOut(true).catch(() => open(false));
    } else if (remembered === 'open') void open(false);
  }, []);

  useEffect(() => {
    if (!terminals) return undefined;
    const { deck } = terminals;
    const look = () => {
      const { layout, views } = deck.state.get();
      const shell = views[layout.active]?.phase;
      if (shell !== terminalStand.get().shell) terminalStand.set({ shell });
    };
    look();
    return deck.state.subscribe(look);
  }, [terminals]);

  // Behind the cover nothing takes the focus.
  useEffect(() => terminals?.deck.noteShown(), [terminals, phase]);

  // Phones and tablets have no windows to put beside each other.
  const canPopOut = () => !isAlone && !matchMedia('(pointer: coarse)').matches;
  const popOut = async () => {
    const { openPopOut } = await import('../lib/pop-out.ts');
    if (!openPopOut()) announce('The browser did not allow a new window. Allow pop-ups for this page, then try again.');
  };

  const bringBack = async () => {
    const watch = await watchPopOut(true);
    isAskedBack.current = true;
    watch.bringBack();
  };

  const isCovered = phase === 'closed' || phase === 'unavailable';
  return (
    <>
      <div class="terminal-stage" data-closed={isCovered}>
        {terminals && phase !== 'popped' && (
          <terminals.TerminalDeck deck={terminals.deck} {...(canPopOut() && { onPopOut: () => void popOut() })} />
        )}
        {isCovered && (
          <div class="terminal-closed">
            <p class="terminal-prompt" aria-hidden="true">
              ~$ <span />
            </p>
            <button
              type="button"
              class="button button-strong"
              disabled={!isHydrated}
              onPointerEnter={expectOpening}
              onFocus={expectOpening}
              onClick={() => void open(true)}
            >
              {phase === 'unavailable' ? 'Retry' : 'Open the terminal'}
            </button>
            <p role={phase === 'unavailable' ? 'alert' : undefined}>{coverText(phase)}</p>
          </div>
        )}
        {phase === 'popped' && (
          <div class="terminal-closed">
            <p>The terminals are in a window of their own. What you run from the text runs there.</p>
            <p class="terminal-popped">
              <button type="button" class="button button-strong" onClick={() => void bringBack()}>
                Bring it back
              </button>
              <button type="button" class="button" onClick={() => void popOut()}>
                Show the window
              </button>
            </p>
          </div>
        )}
      </div>
      <p class="terminal-keys" data-closed={isCovered || phase === 'popped'}>
        <a href={isAlone ? '#content' : '#desk-tasks'} ref={leave}>
          Leave the terminal
        </a>{' '}
        with <kbd>Shift</kbd> <kbd>Esc</kbd>
      </p>
    </>
  );
}

function coverText(phase: Phase): string {
  if (phase === 'unavailable') {
    return 'The terminal could not be loaded. Your work is kept. Check your network, then try again.';
  }
  return isOwnMachine()
    ? 'Your own shell and your own Docker Engine, on this machine.'
    : 'A shell with a Docker Engine of your own. Nothing is installed on your computer, and your work is kept.';
}

interface Terminals {
  readonly deck: Deck;
  readonly TerminalDeck: typeof import('./terminal-deck.tsx').TerminalDeck;
}

/**
 * Browsers give up what they load when a network comes or goes, and Docker's come and go with containers on the same machine: with the learner's own
 * sandbox, which starts just now, in several goes and for seconds where the machine is busy.
 */
const LOAD_AGAIN_MS = import.meta.env.DEV
  ? // Its author's page has fifty files in the place of three, and each round brings some of them.
    Array.from({ length: 30 }, () => 1_000)
  : [500, 1_500, 3_000];

async function untilLoaded<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  for (const ms of LOAD_AGAIN_MS) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
  return load();
}

async function makeTerminals(events: { onEmpty(): void; onLeave(): void }): Promise<Terminals> {
  const [{ Deck }, { TerminalDeck }] = await untilLoaded(() =>
    Promise.all([import('./deck.ts'), import('./terminal-deck.tsx')]),
  );
  const confirmPaste = async (text: string) => (await import('./paste-warning.tsx')).confirmPaste(text);
  return { TerminalDeck, deck: new Deck({ ...events, onSay: announce, confirmPaste }) };
}
