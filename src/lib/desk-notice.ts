import { describeExpiry } from './expiry-text.ts';
import type { ConnectionStatus, PageState } from './page-state.ts';
import { describeTurn } from './status-text.ts';
import { stopTexts } from './stop-text.ts';
import type { TerminalStand } from './terminal-stand.ts';

/** What a notice's button does: `desk-notices.tsx` has it. */
export type NoticeAct = 'retry' | 'reload' | 'go-on' | 'read' | 'dismiss' | 'download';

/** Something that a learner should know before they go on. */
export interface DeskNotice {
  readonly tone: 'calm' | 'trouble';
  readonly happened: string;
  readonly isSafe: string;
  /** How to go on without the button, where there is such a way. */
  readonly orElse?: string;
  readonly button: { readonly label: string; readonly act: NoticeAct };
}

export interface DeskFacts {
  readonly page: Pick<PageState, 'status' | 'problem' | 'expiry' | 'isForgotten'>;
  readonly terminal: TerminalStand;
  /** Whether the terminal is what the desk shows. */
  readonly isTerminalShown: boolean;
  /** Whether the browser says that there is a network. */
  readonly isOnline: boolean;
}

/** The one thing that is to be said: what happened, what is safe, one button. `undefined` while all is as it should be. */
export function noticeOf({ page, terminal, isTerminalShown, isOnline }: DeskFacts): DeskNotice | undefined {
  if (page.isForgotten) return forgotten;
  const { status } = page;
  const isShellOpen = isTerminalShown && terminal.phase === 'open' && terminal.shell === 'open';
  // Until the shell is known to have ended, too, Enter would do nothing.
  if (status.state === 'stopped' && isShellOpen) return undefined;
  const ofStatus = noticeOfStatus(status, isOnline);
  if (ofStatus) return ofStatus;
  if (isTerminalShown && terminal.phase === 'open') {
    if (terminal.shell === 'exited') return shellEnded('The shell ended.', page.problem);
    if (terminal.shell === 'lost') return shellEnded('The shell was cut off.', page.problem);
  }
  const expiry = describeExpiry(page.expiry, status.state !== 'idle');
  if (expiry === undefined) return undefined;
  return {
    tone: 'calm',
    ...expiry,
    button:
      page.expiry?.kind === 'near'
        ? { label: 'Download my files', act: 'download' }
        : { label: 'All right', act: 'dismiss' },
  };
}

const forgotten: DeskNotice = {
  tone: 'trouble',
  happened: 'The server does not know this browser any more.',
  isSafe:
    'Its cookie was cleared or ran out, or this Drydock was set up anew. You go on as a new learner; nothing was deleted by that. Work from before is reached from a browser that still has its cookie.',
  button: { label: 'Go on as a new learner', act: 'dismiss' },
};

function shellEnded(happened: string, problem: string | undefined): DeskNotice {
  return {
    tone: 'calm',
    happened,
    isSafe: problem ?? 'Your files and images are kept, and its screen stays.',
    orElse: 'Press Enter for a new one.',
    button: { label: 'New shell', act: 'go-on' },
  };
}

function noticeOfStatus(status: ConnectionStatus, isOnline: boolean): DeskNotice | undefined {
  switch (status.state) {
    case 'reconnecting':
      return {
        tone: 'trouble',
        happened: isOnline ? 'Reconnecting…' : 'You are offline. Reconnecting…',
        isSafe: 'Your shell goes on meanwhile, and nothing of it is lost.',
        button: { label: 'Try now', act: 'retry' },
      };
    case 'waiting':
      return {
        tone: 'calm',
        happened: 'All sandboxes are in use.',
        isSafe: `${describeTurn(status)} What you did before is kept, and so is your place while this page is open.`,
        button: { label: 'Read on meanwhile', act: 'read' },
      };
    case 'paused':
      return {
        tone: 'calm',
        happened: 'Paused while you were away.',
        isSafe: 'Everything is as you left it.',
        orElse: 'Type to go on.',
        button: { label: 'Go on', act: 'go-on' },
      };
    case 'stopped':
      return {
        tone: status.reason === 'lost' ? 'trouble' : 'calm',
        ...stopTexts[status.reason],
        orElse: 'Press Enter in the terminal to start it again.',
        button: { label: 'Start it again', act: 'go-on' },
      };
    case 'failed': {
      const end = status.message.indexOf('. ') + 1 || status.message.length;
      return {
        tone: 'trouble',
        happened: status.message.slice(0, end),
        isSafe: status.message.slice(end).trim(),
        button:
          status.remedy === 'reload' ? { label: 'Reload the page', act: 'reload' } : { label: 'Retry', act: 'retry' },
      };
    }
    case 'idle':
    case 'connecting':
    case 'starting':
    case 'ready':
      return undefined;
  }
}
