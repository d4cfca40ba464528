import type { ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import { type DeskPanel, deskPanels, panelId, panelTabId, showPanel } from '../lib/desk-panels.ts';
import { pageState } from '../lib/page-state.ts';
import { useHydrated } from './use-hydrated.ts';
import { useStore } from './use-store.ts';

const portPanel = (port: number): DeskPanel => `port-${port}`;

/** What lies on the desk, a tab each. Arrow keys go from tab to tab. */
export function DeskTabs() {
  const isHydrated = useHydrated();
  const { shown: chosen, seen } = useStore(deskPanels, (panels) => panels);
  // As it was prerendered: what differs at first is not drawn anew. desk.css shows the remembered one meanwhile.
  const shown = isHydrated ? chosen : 'terminal';
  const ports = useStore(pageState, (page) => page.previews).map(({ port }) => port);
  useNewPorts(ports);
  const strip = useRef<HTMLDivElement>(null);
  // A port that nothing publishes any more keeps its tab while it is looked at.
  const left = shown.startsWith('port-') ? [Number(shown.slice('port-'.length))] : [];
  const tabs: readonly { readonly panel: DeskPanel; readonly label: ComponentChild }[] = [
    { panel: 'terminal', label: 'Terminal' },
    { panel: 'files', label: 'Files' },
    { panel: 'images', label: 'Images' },
    ...[...new Set([...ports, ...left])]
      .sort((one, other) => one - other)
      .map((port) => ({
        panel: portPanel(port),
        label: (
          <>
            <span class="desk-tab-kind">Port </span>
            {port}
          </>
        ),
      })),
  ];
  useEffect(() => {
    const tab = strip.current?.querySelector('[aria-selected="true"]');
    if (tab && shown !== 'terminal') tab.scrollIntoView({ inline: 'nearest', block: 'nearest', behavior: 'instant' });
  }, [shown]);
  const step = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ panel }) => panel === shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (!next) return;
    event.preventDefault();
    showPanel(next.panel);
    strip.current?.querySelector<HTMLElement>(`#${panelTabId(next.panel)}`)?.focus();
  };
  return (
    <div class="desk-tabs" role="tablist" aria-label="Desk" ref={strip} onKeyDown={step}>
      {tabs.map(({ panel, label }) => (
        <button
          key={panel}
          type="button"
          role="tab"
          class="desk-tab"
          id={panelTabId(panel)}
          aria-selected={panel === shown}
          aria-controls={seen.includes(panel) ? panelId(panel) : undefined}
          tabIndex={panel === shown ? 0 : -1}
          disabled={!isHydrated}
          onClick={() => showPanel(panel)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Says which ports have come, to who does not see their tabs appear. */
function useNewPorts(ports: readonly number[]): void {
  const known = useRef<readonly number[]>([]);
  useEffect(() => {
    const fresh = ports.filter((port) => !known.current.includes(port));
    known.current = ports;
    if (fresh.length > 0)
      announce(`Published: ${fresh.map((port) => `port ${port}`).join(', ')}. See the desk’s tabs.`);
  }, [ports.join()]);
}
