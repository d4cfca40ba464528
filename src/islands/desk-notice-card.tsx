import { useEffect, useState } from 'preact/hooks';
import '../styles/desk-notice.css';
import { type NoticeAct, noticeOf } from '../lib/desk-notice.ts';
import { deskPanels } from '../lib/desk-panels.ts';
import { deskTerminals } from '../lib/desk-terminals.ts';
import { isSheet, openSheet } from '../lib/desk-view.ts';
import { retryConnection } from '../lib/page-connection.ts';
import { pageState } from '../lib/page-state.ts';
import { terminalStand } from '../lib/terminal-stand.ts';
import { LazyAction } from './lazy-action.tsx';
import { useStore } from './use-store.ts';

/** Over the lower edge of the desk's panel, so that nothing moves when it comes and goes. */
export function DeskNoticeCard() {
  const page = useStore(pageState, (state) => state);
  const terminal = useStore(terminalStand, (stand) => stand);
  const isTerminalShown = useStore(deskPanels, ({ shown }) => shown === 'terminal');
  const notice = noticeOf({ page, terminal, isTerminalShown, isOnline: useOnline() });
  if (!notice) return null;
  const { tone, happened, isSafe, orElse, button } = notice;
  return (
    <div class="desk-notice" data-tone={tone} data-state={page.status.state}>
      <p>
        <b>{happened}</b> {isSafe} {isTerminalShown && orElse}
      </p>
      <LazyAction class="button button-small" label={button.label} act={() => act(button.act)} />
    </div>
  );
}

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    const changes = ['online', 'offline'];
    for (const change of changes) addEventListener(change, look);
    return () => {
      for (const change of changes) removeEventListener(change, look);
    };
  }, []);
  return isOnline;
}

/** Resolves with what went wrong, in words for the learner. */
async function act(what: NoticeAct): Promise<string | undefined> {
  switch (what) {
    case 'retry':
      await retryConnection();
      return undefined;
    case 'reload':
      location.reload();
      return undefined;
    case 'go-on': {
      if (terminalStand.get().phase !== 'open') await retryConnection();
      else (await deskTerminals()).goOn();
      return undefined;
    }
    case 'read':
      if (isSheet()) openSheet(false);
      document.getElementById('content')?.focus();
      return undefined;
    case 'dismiss':
      pageState.set({ isForgotten: false, expiry: null });
      return undefined;
    case 'download':
      return (await import('../lib/sandbox-requests.ts')).downloadFiles();
  }
}
