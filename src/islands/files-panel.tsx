import { useEffect, useState } from 'preact/hooks';
import type { PanelProps } from '../lib/desk-panels.ts';
import { isOwnMachine } from '../lib/machine.ts';
import { openConnection, retryConnection } from '../lib/page-connection.ts';
import { type ConnectionStatus, pageState } from '../lib/page-state.ts';
import { describeStatus } from '../lib/status-text.ts';
import '../styles/files.css';
import { FileBrowser } from './file-browser.tsx';
import { FilesDesk } from './files-desk.ts';
import { useStore } from './use-store.ts';

/** The learner's files: a tree, and an editor. Whoever has not begun to work is asked first, as the terminal does: it starts a sandbox. */
export function FilesPanel({ isShown }: PanelProps) {
  const status = useStore(pageState, (page) => page.status);
  const [desk, setDesk] = useState<FilesDesk>();
  const isThere = status.state === 'ready' || status.state === 'paused' || status.state === 'stopped';

  useEffect(() => {
    if (desk || !isThere) return;
    const made = new FilesDesk();
    setDesk(made);
    void made.start();
  }, [isThere]);
  useEffect(() => desk?.setShown(isShown), [desk, isShown]);

  if (desk) {
    return (
      <div class="files">
        <StatusLine status={status} />
        <FileBrowser desk={desk} />
      </div>
    );
  }
  if (status.state === 'idle') return <Closed />;
  return (
    <div class="files">
      <StatusLine status={status} />
    </div>
  );
}

function Closed() {
  const [trouble, setTrouble] = useState<string>();
  const open = () => {
    setTrouble(undefined);
    openConnection().catch(() => setTrouble('This could not be loaded. Check your network, then try again.'));
  };
  return (
    <div class="files-closed">
      <button type="button" class="button button-strong" onClick={open}>
        Open your files
      </button>
      <p>
        {isOwnMachine()
          ? 'The folder of your exercises, on this machine, with an editor beside it.'
          : 'Your home folder, with an editor beside it. The terminal works on the same files.'}
      </p>
      {trouble && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
}

/** Only where there is something to wait for, or to do. */
function StatusLine({ status }: { readonly status: ConnectionStatus }) {
  if (status.state === 'ready' || status.state === 'paused') return null;
  return (
    <div class="files-status">
      <p role="status" aria-live={status.state === 'waiting' ? 'off' : 'polite'}>
        {statusText(status)}
      </p>
      {status.state === 'failed' && (
        <button type="button" class="button button-small" onClick={() => void retryConnection()}>
          Retry
        </button>
      )}
    </div>
  );
}

function statusText(status: ConnectionStatus): string {
  if (status.state === 'idle') return describeStatus({ state: 'connecting' });
  if (status.state === 'reconnecting') return 'Reconnecting… What you write stays here meanwhile.';
  if (status.state !== 'stopped') return describeStatus(status);
  return 'Your sandbox is stopped, and your files are kept. It starts with the next thing that you do with them.';
}
