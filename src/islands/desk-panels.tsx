import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type DeskPanel, deskPanels, type PanelProps, panelId, panelTabId } from '../lib/desk-panels.ts';
import { DeskNotices } from './desk-notices.tsx';
import { useStore } from './use-store.ts';

/** The panels besides the terminals, and the notices over all of them. The code of each is loaded when it is shown for the first time. */
export function DeskPanels() {
  const { shown, seen } = useStore(deskPanels, (panels) => panels);
  return (
    <>
      {seen
        .filter((panel) => panel !== 'terminal')
        .map((panel) => (
          <section
            key={panel}
            class="desk-panel"
            role="tabpanel"
            id={panelId(panel)}
            aria-labelledby={panelTabId(panel)}
            hidden={panel !== shown}
          >
            <LazyPanel panel={panel} isShown={panel === shown} />
          </section>
        ))}
      <DeskNotices />
    </>
  );
}

function LazyPanel({ panel, isShown }: { readonly panel: DeskPanel; readonly isShown: boolean }) {
  const [loaded, setLoaded] = useState<ComponentType<PanelProps> | 'unavailable'>();
  const load = () => {
    setLoaded(undefined);
    loadPanel(panel).then(
      (component) => setLoaded(() => component),
      () => setLoaded('unavailable'),
    );
  };
  useEffect(load, [panel]);
  if (loaded === undefined) return <p class="desk-panel-note">Loading…</p>;
  if (loaded === 'unavailable') {
    return (
      <p class="desk-panel-note">
        This could not be loaded. Check your network, then{' '}
        <button type="button" class="button button-small" onClick={load}>
          Try again
        </button>
      </p>
    );
  }
  const Panel = loaded;
  return <Panel isShown={isShown} />;
}

async function loadPanel(panel: DeskPanel): Promise<ComponentType<PanelProps>> {
  if (panel === 'files') return (await import('./files-panel.tsx')).FilesPanel;
  if (panel === 'images') return (await import('./images-panel.tsx')).ImagesPanel;
  const { PortPanel } = await import('./port-panel.tsx');
  const port = Number(panel.slice('port-'.length));
  return ({ isShown }) => <PortPanel port={port} isShown={isShown} />;
}
