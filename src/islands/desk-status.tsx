import { pageState } from '../lib/page-state.ts';
import { nameStatus } from '../lib/status-text.ts';
import { terminalStand } from '../lib/terminal-stand.ts';
import { useStore } from './use-store.ts';

/** Their notices say the same, and more: nobody is to hear it twice. */
const NOTICED = new Set(['reconnecting', 'waiting', 'paused', 'stopped', 'failed']);

/** How the sandbox stands, in a word or two. What needs more words is a notice. */
export function DeskStatus() {
  const status = useStore(pageState, (page) => page.status);
  const { phase, shell } = useStore(terminalStand, (stand) => stand);
  const isOpening = phase === 'loading' || (phase === 'open' && shell === 'waiting' && status.state === 'ready');
  const text = isOpening && status.state !== 'connecting' ? 'Opening a shell…' : nameStatus(status);
  return (
    <p
      class="desk-status"
      data-state={status.state}
      role={NOTICED.has(status.state) ? undefined : 'status'}
      title={text}
    >
      <span>{text}</span>
    </p>
  );
}
