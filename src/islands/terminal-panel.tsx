import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import type { CommandBlock, RunOutcome } from '../lib/connection.ts';
import { offerTerminals } from '../lib/desk-terminals.ts';
import { isOwnMachine } from '../lib/machine.ts';
import { expectConnection, openConnection, prefillPage, retryConnection } from '../lib/page-connection.ts';
import { type ConnectionStatus, pageState } from '../lib/page-state.ts';
import type { PopOutWatch } from '../lib/pop-out.ts';
import { recall, remember } from '../lib/remembered.ts';
import { describeStatus } from '../lib/status-text.ts';
import type { Deck, TerminalView } from './deck.ts';
import { ExpiryNote } from './expiry-note.tsx';
import { SandboxMenu } from './sandbox-menu.tsx';
import { useHydrated } from './use-hydrated.ts';
import { useStore } from './use-store.ts';

/** `popped`: the terminals are in a window of their own. `unavailable`: their code could not be loaded. */
type Phase = 'closed' | 'loading' | 'open' | 'popped' | 'unavailable';

function statusText(phase: Phase, shell: TerminalView['phase'] | undefined, status: ConnectionStatus): string {
  if (phase === 'closed') return describeStatus({ state: 'idle' });
  if (phase === 'popped') return 'In a window of its own';
  if (phase === 'unavailable') return 'The terminal could not be loaded. Check your network, then try again.';
  // While the connection's code is on its way.
  if (status.state === 'idle') return describeStatus({ state: 'connecting' });
  if (status.state !== 'ready' && status.state !== 'paused') return describeStatus(status);
  if (shell === 'exited') return 'The shell ended. Press Enter for a new one.';
  if (shell === 'lost') return 'The shell was cut off. Press Enter for a new one.';
  return shell === 'open' ? describeStatus(status) : 'Opening a shell…';
}

interface TerminalPanelProps {
  /** It is alone in a window, and opens at once. */
  readonly isAlone?: boolean;
}

/** The terminals and how they stand. Until they are opened it is a button; what it takes to draw them is loaded then. */
export function TerminalPanel({ isAlone = false }: TerminalPanelProps) {
  const [phase, setPhase] = useState<Phase>('closed');
  const [terminals, setTerminals] = useState<Terminals>();
  const [shell, setShell] = useState<TerminalView['phase']>();
  const status = useStore(pageState, (page) => page.status);
  const previews = useStore(pageState, (page) => page.previews);
  const problem = useStore(pageState, (page) => page.problem);
  const isHydrated = useHydrated();
  const leave = useRef<HTMLAnchorElement>(null);
  const preparing = useRef<Promise<Terminals>>();
  const watching = useRef<Promise<PopOutWatch>>();
  const isAskedBack = useRef(false);
  const phaseNow = useRef<Phase>('closed');
  const enter = (next: Phase) => {
    phaseNow.current = next;
    setPhase(next);
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
    setShell(undefined);
  };

  // Under the pointer or the focus, the button will likely be pressed: what takes long happens before the press.
  const expectOpening = () => void Promise.all([expectConnection(), prepare()]).catch(() => {});

  const open = async (takesFocus: boolean): Promise<Deck | undefined> => {
    if (phaseNow.current !== 'open') enter('loading');
    try {
      const [connection, { deck }] = await Promise.all([twice(openConnection), prepare()]);
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
    offerTerminals({ runBlock: run });
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
      setShell(views[layout.active]?.phase);
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

  const retry = async () => {
    if (phase === 'unavailable') return void (await open(true));
    return retryConnection();
  };

  const isCovered = phase === 'closed' || phase === 'unavailable';
  const canRetry = phase === 'unavailable' || ((phase === 'loading' || phase === 'open') && status.state === 'failed');
  const text = statusText(phase, shell, status);
  return (
    <>
      <ExpiryNote />
      <div class="terminal-bar">
        <p
          class="terminal-status"
          data-state={canRetry ? 'failed' : phase === 'popped' ? 'popped' : status.state}
          role="status"
          // Renewed all the while; page-connection.ts announces what matters of it.
          aria-live={status.state === 'waiting' ? 'off' : 'polite'}
        >
          {text}
          {(shell === 'lost' || shell === 'exited') && problem && ` ${problem}`}
        </p>
        {canRetry && (
          <button type="button" class="button button-small" onClick={() => void retry()}>
            Retry
          </button>
        )}
        <ul class="previews" aria-label="Published ports">
          {previews.map(({ port, url }) => (
            <li key={port}>
              <a href={url} target="_blank" rel="noopener">
                Open port {port}
              </a>
            </li>
          ))}
        </ul>
        <SandboxMenu />
      </div>
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
              Open the terminal
            </button>
            <p>
              {isOwnMachine()
                ? 'Your own shell and your own Docker Engine, on this machine.'
                : 'A shell with a Docker Engine of your own. Nothing is installed on your computer, and your work is kept.'}
            </p>
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

interface Terminals {
  readonly deck: Deck;
  readonly TerminalDeck: typeof import('./terminal-deck.tsx').TerminalDeck;
}

/** Browsers give up what they load when a network comes or goes, and Docker's come and go with containers on the same machine. */
const LOAD_AGAIN_MS = 500;

function twice<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  return load().catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, LOAD_AGAIN_MS));
    return load();
  });
}

async function makeTerminals(events: { onEmpty(): void; onLeave(): void }): Promise<Terminals> {
  const [{ Deck }, { TerminalDeck }] = await twice(() =>
    Promise.all([import('./deck.ts'), import('./terminal-deck.tsx')]),
  );
  const confirmPaste = async (text: string) => (await import('./paste-warning.tsx')).confirmPaste(text);
  return { TerminalDeck, deck: new Deck({ ...events, onSay: announce, confirmPaste }) };
}
