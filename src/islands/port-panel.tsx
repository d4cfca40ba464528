import { useEffect, useRef, useState } from 'preact/hooks';
import '../styles/port-panel.css';
import type { PanelProps } from '../lib/desk-panels.ts';
import { isOwnMachine } from '../lib/machine.ts';
import { pageState } from '../lib/page-state.ts';
import { previewAddress } from '../lib/preview-address.ts';
import { OutsideIcon, ReloadIcon } from './desk-icons.tsx';
import { useStore } from './use-store.ts';

/**
 * What a learner's page may do in the frame: all that it does in a window, as its own origin, but lead the lesson away, open dialogs over it, or keep the pointer.
 * A window that it opens is a common one.
 */
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox';

/** More is no address. */
const MAX_PATH_LENGTH = 2_000;

interface PortPanelProps extends PanelProps {
  readonly port: number;
}

/** A published port of a container, as the platform shows it: under a host name of its own, with a field for the path. */
export function PortPanel({ port }: PortPanelProps) {
  const url = useStore(pageState, ({ previews }) => previews.find((preview) => preview.port === port)?.url);
  const [draft, setDraft] = useState('/');
  const [path, setPath] = useState('/');
  /** Counts visits: each is a frame of its own. */
  const [visit, setVisit] = useState(0);
  const wasPublished = useRef(url !== undefined);
  const load = () => setVisit((count) => count + 1);
  useEffect(() => {
    // Another container publishes it now.
    if (url !== undefined && !wasPublished.current) load();
    wasPublished.current = url !== undefined;
  }, [url]);

  if (url === undefined) {
    return (
      <p class="desk-panel-note">
        Nothing publishes port {port} any more. Start a container with <code>-p {port}:80</code>, or whatever port it
        listens on, and its page is here again by itself.
      </p>
    );
  }
  const go = (event: Event) => {
    event.preventDefault();
    setPath(draft);
    load();
  };
  const address = previewAddress(url, path);
  return (
    <div class="port-panel">
      <form class="port-bar" onSubmit={go}>
        <button type="button" class="desk-tool" aria-label={`Reload port ${port}`} title="Reload" onClick={load}>
          <ReloadIcon />
        </button>
        <span class="port-address">
          <span class="port-host" title={url}>
            {new URL(url).host}
          </span>
          <input
            type="text"
            aria-label={`Path on port ${port}`}
            value={draft}
            maxLength={MAX_PATH_LENGTH}
            autoComplete="off"
            autoCapitalize="off"
            spellcheck={false}
            enterkeyhint="go"
            onInput={({ currentTarget }) => setDraft(currentTarget.value)}
          />
        </span>
        <a
          class="desk-tool"
          href={address}
          target="_blank"
          rel="noopener"
          aria-label={`Open port ${port} in a window of its own`}
          title="Open in a window of its own"
        >
          <OutsideIcon />
        </a>
      </form>
      <iframe
        key={`${url} ${visit}`}
        class="port-frame"
        src={address}
        title={`What port ${port} serves`}
        sandbox={SANDBOX}
        referrerpolicy="no-referrer"
      />
      {isOwnMachine() && (
        <p class="port-hint">Is it empty? Some pages forbid to be shown in others: open it in a window of its own.</p>
      )}
    </div>
  );
}
