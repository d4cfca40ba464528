import { useEffect, useRef, useState } from 'preact/hooks';
import { isOwnMachine } from '../lib/machine.ts';
import { pageState } from '../lib/page-state.ts';
import { recall } from '../lib/remembered.ts';
import { DownloadFiles } from './download-files.tsx';
import { LazyAction } from './lazy-action.tsx';
import { useStore } from './use-store.ts';

/** What a learner can do with their sandbox as a whole; nothing for who has none. */
export function SandboxMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  const [wasHere, setWasHere] = useState(false);
  const isConnected = useStore(pageState, ({ status }) => status.state !== 'idle');
  useEffect(() => setWasHere(recall('drydock.known') !== undefined), []);
  if (!wasHere && !isConnected) return null;
  // There is nothing here to download, and nothing to start over.
  if (isOwnMachine()) {
    return (
      <a class="own-machine-link" href="/own/">
        Your machine
      </a>
    );
  }

  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  // A dialog gives the focus back to where it was, which must not be in a closed menu.
  const leave = () => {
    summary.current?.focus();
    close();
  };
  const closeBehindFocus = ({ relatedTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node && menu.current?.contains(relatedTarget))) close();
  };
  const closeByKey = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || !menu.current?.open) return;
    leave();
  };
  return (
    <details class="sandbox-menu" ref={menu} onFocusOut={closeBehindFocus} onKeyDown={closeByKey}>
      <summary ref={summary}>Sandbox</summary>
      {/* Browsers that do not focus a button by the mouse focus this, and the menu stays open. */}
      <div class="sandbox-menu-items" tabIndex={-1}>
        <DownloadFiles />
        <LazyAction
          class="quiet"
          label="Course registry…"
          act={async () => {
            const { showRegistryLogin } = await import('./registry-dialog.tsx');
            leave();
            showRegistryLogin();
            return undefined;
          }}
        />
        <LazyAction
          class="quiet"
          label="Start over with a fresh sandbox…"
          act={async () => {
            const { askToStartOver } = await import('./ask-first.tsx');
            leave();
            askToStartOver();
            return undefined;
          }}
        />
      </div>
    </details>
  );
}
