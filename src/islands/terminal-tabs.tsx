import { useRef } from 'preact/hooks';
import { stepTab, type TerminalLayout, terminalLabel } from '../lib/terminal-layout.ts';
import type { TerminalView } from './deck.ts';
import { CrossIcon, PlusIcon } from './desk-icons.tsx';

export const tabId = (name: string) => `terminal-tab-${name}`;
export const paneId = (name: string) => `terminal-pane-${name}`;

interface TerminalTabsProps {
  readonly layout: TerminalLayout;
  readonly drawn: readonly string[];
  readonly views: Readonly<Record<string, TerminalView>>;
  readonly canAdd: boolean;
  readonly onActivate: (name: string) => void;
  /** The learner wants to type into it. */
  readonly onEnter: (name: string) => void;
  readonly onClose: (name: string) => void;
  readonly onAdd: () => void;
}

/** One tab a terminal. Arrow keys go from tab to tab, Enter goes into the terminal, Delete closes it. */
export function TerminalTabs(props: TerminalTabsProps) {
  const { layout, drawn, views, canAdd, onActivate, onEnter, onClose, onAdd } = props;
  const strip = useRef<HTMLDivElement>(null);

  const goTo = (name: string) => {
    onActivate(name);
    strip.current?.querySelector<HTMLElement>(`#${tabId(name)}`)?.focus();
  };
  const handleKey = (event: KeyboardEvent, name: string) => {
    const { key } = event;
    if (key === 'ArrowRight') goTo(stepTab(layout, 1));
    else if (key === 'ArrowLeft') goTo(stepTab(layout, -1));
    else if (key === 'Home') goTo(layout.tabs[0] ?? name);
    else if (key === 'End') goTo(layout.tabs.at(-1) ?? name);
    else if (key === 'Delete') onClose(name);
    else return;
    event.preventDefault();
  };
  return (
    <div class="terminal-tabs" ref={strip}>
      {/* A list of tabs may have nothing in it but tabs, and each of these has a button beside it. */}
      <div role="tablist" aria-label="Terminals" aria-owns={layout.tabs.map(tabId).join(' ')} />
      {layout.tabs.map((name) => {
        const isActive = name === layout.active;
        const label = terminalLabel(name);
        const running = views[name]?.name;
        return (
          <div
            key={name}
            class="terminal-tab"
            data-active={isActive}
            data-seen={layout.panes.some((pane) => pane === name)}
            data-phase={views[name]?.phase}
          >
            <button
              type="button"
              role="tab"
              id={tabId(name)}
              aria-selected={isActive}
              aria-controls={drawn.includes(name) ? paneId(name) : undefined}
              tabIndex={isActive ? 0 : -1}
              title={running}
              onClick={() => onEnter(name)}
              onKeyDown={(event) => handleKey(event, name)}
            >
              {running === undefined ? (
                label
              ) : (
                <>
                  <span class="visually-hidden">{label}: </span>
                  {running}
                </>
              )}
            </button>
            {layout.tabs.length > 1 && (
              <button
                type="button"
                class="desk-tool terminal-tab-close"
                aria-label={`Close ${label}`}
                tabIndex={isActive ? 0 : -1}
                onClick={() => onClose(name)}
              >
                <CrossIcon />
              </button>
            )}
          </div>
        );
      })}
      {canAdd && (
        <button type="button" class="desk-tool" aria-label="New terminal" title="New terminal" onClick={onAdd}>
          <PlusIcon />
        </button>
      )}
    </div>
  );
}
