import { useEffect, useRef, useState } from 'preact/hooks';
import type { TerminalLink } from '../lib/connection.ts';
import { expectConnection, openConnection, prefillPage, retryConnection } from '../lib/page-connection.ts';
import { type ConnectionStatus, pageState } from '../lib/page-state.ts';
import { recall, remember } from '../lib/remembered.ts';
import { describeStatus } from '../lib/status-text.ts';
import { FIRST_TERMINAL } from '../shared/ids.ts';
import { ExpiryNote } from './expiry-note.tsx';
import { SandboxMenu } from './sandbox-menu.tsx';
import type { FocusableScreen } from './terminal-screen.ts';
import { useHydrated } from './use-hydrated.ts';
import { useStore } from './use-store.ts';

type Phase = 'closed' | 'loading' | 'open' | 'exited' | 'lost' | 'unavailable';

function statusText(phase: Phase, status: ConnectionStatus): string {
  if (phase === 'closed') return describeStatus({ state: 'idle' });
  if (phase === 'unavailable') return 'The terminal could not be loaded. Check your network, then try again.';
  // While the connection's code is on its way.
  if (status.state === 'idle') return describeStatus({ state: 'connecting' });
  if (status.state !== 'ready' && status.state !== 'paused') return describeStatus(status);
  if (phase === 'exited') return 'The shell ended. Press Enter for a new one.';
  if (phase === 'lost') return 'The shell was cut off. Press Enter for a new one.';
  return phase === 'open' ? describeStatus(status) : 'Opening a shell…';
}

export function TerminalPanel() {
  const [phase, setPhase] = useState<Phase>('closed');
  const status = useStore(pageState, (page) => page.status);
  const previews = useStore(pageState, (page) => page.previews);
  const problem = useStore(pageState, (page) => page.problem);
  const isHydrated = useHydrated();
  const place = useRef<HTMLDivElement>(null);
  const leave = useRef<HTMLAnchorElement>(null);

  const link = useRef<TerminalLink>();
  const screen = useRef<Promise<FocusableScreen>>();

  const makeScreen = async (): Promise<FocusableScreen> => {
    const { createTerminalScreen } = await import('./terminal-screen.ts');
    if (!place.current) throw new Error('The desk is not on the page any more.');
    return createTerminalScreen(place.current, {
      onInput: (text) => link.current?.type(text),
      onResize: () => link.current?.resize(),
      onRestart: () => link.current?.reopen(),
      onLeave: () => leave.current?.focus(),
      onState: (state) => setPhase(state === 'waiting' ? 'loading' : state),
    });
  };

  const prepareScreen = (): Promise<FocusableScreen> => {
    screen.current ??= makeScreen().catch((error: unknown) => {
      screen.current = undefined;
      throw error;
    });
    return screen.current;
  };

  // Under the pointer or the focus, the button will likely be pressed: what takes long happens before the press.
  const expectOpening = () => void Promise.all([expectConnection(), prepareScreen()]).catch(() => {});

  const open = async (takesFocus: boolean): Promise<void> => {
    setPhase('loading');
    try {
      const [connection, drawn] = await Promise.all([openConnection(), prepareScreen()]);
      link.current ??= connection.openTerminal(FIRST_TERMINAL, drawn);
      remember('drydock.terminal', 'open');
      if (takesFocus) drawn.focus();
    } catch {
      setPhase('unavailable');
    }
  };

  useEffect(() => {
    void prefillPage();
    if (recall('drydock.terminal') === 'open') void open(false);
  }, []);

  const retry = async () => {
    if (phase === 'unavailable') return open(true);
    return retryConnection();
  };

  const isClosed = phase === 'closed' || phase === 'unavailable';
  const canRetry = phase === 'unavailable' || (phase !== 'closed' && status.state === 'failed');
  const text = statusText(phase, status);
  return (
    <>
      <ExpiryNote />
      <div class="terminal-bar">
        <p
          class="terminal-status"
          data-state={canRetry ? 'failed' : status.state}
          role="status"
          // Renewed all the while; page-connection.ts announces what matters of it.
          aria-live={status.state === 'waiting' ? 'off' : 'polite'}
        >
          {text}
          {(phase === 'lost' || phase === 'exited') && problem && ` ${problem}`}
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
      <div class="terminal-stage" data-closed={isClosed}>
        <div class="terminal-screen" ref={place} />
        {isClosed && (
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
              A shell with a Docker Engine of your own. Nothing is installed on your computer, and your work is kept.
            </p>
          </div>
        )}
      </div>
      <p class="terminal-keys" data-closed={isClosed}>
        <a href="#desk-tasks" ref={leave}>
          Leave the terminal
        </a>{' '}
        with <kbd>Shift</kbd> <kbd>Esc</kbd>
      </p>
    </>
  );
}
