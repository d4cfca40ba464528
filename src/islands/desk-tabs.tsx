import { useRef } from 'preact/hooks';
import { type DeskPanel, deskPanels, panelId, panelTabId, showPanel } from '../lib/desk-panels.ts';
import { pageState } from '../lib/page-state.ts';
import { useHydrated } from './use-hydrated.ts';
import { useStore } from './use-store.ts';

/** What lies on the desk, a tab each. Arrow keys go from tab to tab. */
export function DeskTabs() {
  const { shown, seen } = useStore(deskPanels, (panels) => panels);
  const previews = useStore(pageState, (page) => page.previews);
  const isHydrated = useHydrated();
  const strip = useRef<HTMLDivElement>(null);
  const tabs: readonly { readonly panel: DeskPanel; readonly label: string }[] = [
    { panel: 'terminal', label: 'Terminal' },
    { panel: 'files', label: 'Files' },
    { panel: 'images', label: 'Images' },
    ...previews.map(({ port }) => ({ panel: `port-${port}` as const, label: `Port ${port}` })),
  ];
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
