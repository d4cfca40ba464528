import { describeExpiry } from '../lib/expiry-text.ts';
import { pageState } from '../lib/page-state.ts';
import { DownloadFiles } from './download-files.tsx';
import { useStore } from './use-store.ts';

/** Above the desk: that a sandbox which is not used goes, or is gone. */
export function ExpiryNote() {
  const expiry = useStore(pageState, (page) => page.expiry);
  const isAtWork = useStore(pageState, ({ status }) => status.state !== 'idle');
  const text = describeExpiry(expiry, isAtWork);
  if (text === undefined) return null;
  return (
    <section class="expiry-note" aria-label="Your sandbox">
      <p>{text}</p>
      {expiry?.kind === 'near' && <DownloadFiles />}
    </section>
  );
}
