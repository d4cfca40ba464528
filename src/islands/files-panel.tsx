import { useEffect, useState } from 'preact/hooks';
import type { PanelProps } from '../lib/desk-panels.ts';
import { isOwnMachine } from '../lib/machine.ts';
import { openConnection } from '../lib/page-connection.ts';
import { pageState } from '../lib/page-state.ts';
import { describeComing } from '../lib/status-text.ts';
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
        <FileBrowser desk={desk} />
      </div>
    );
  }
  if (status.state === 'idle') return <Closed />;
  return <p class="desk-panel-note">{describeComing(status)}</p>;
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
