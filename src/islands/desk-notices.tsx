import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { pageState } from '../lib/page-state.ts';
import { useStore } from './use-store.ts';

/** The place of what a learner must know before they go on. What draws it comes with the first connection, because later there may be no network to load it by. */
export function DeskNotices() {
  const isNeeded = useStore(
    pageState,
    ({ status, expiry, isForgotten }) => status.state !== 'idle' || expiry !== null || isForgotten,
  );
  const [Notice, setNotice] = useState<ComponentType>();
  useEffect(() => {
    if (isNeeded && !Notice) {
      void import('./desk-notice-card.tsx').then(
        ({ DeskNoticeCard }) => setNotice(() => DeskNoticeCard),
        // The strip says how things stand all the same.
        () => {},
      );
    }
  }, [isNeeded]);
  return (
    <div class="desk-notices" role="status">
      {Notice && <Notice />}
    </div>
  );
}
