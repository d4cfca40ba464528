import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Deck, TerminalView } from './deck.ts';
import { TerminalSearch } from './terminal-search.tsx';
import { paneId, tabId } from './terminal-tabs.tsx';

interface TerminalPaneProps {
  readonly deck: Deck;
  readonly name: string;
  readonly view: TerminalView | undefined;
  /** Which pane of the deck it has; `undefined` while it is behind others. */
  readonly slot: 0 | 1 | undefined;
  readonly isActive: boolean;
  readonly isSearched: boolean;
}

/** A terminal's screen. It stays, out of sight, while another has its place. */
export function TerminalPane({ deck, name, view, slot, isActive, isSearched }: TerminalPaneProps) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (place.current ? deck.draw(name, place.current) : undefined), [deck, name]);
  useLayoutEffect(() => deck.noteShown(name), [deck, name, slot]);
  return (
    <section
      class="terminal-pane"
      role="tabpanel"
      id={paneId(name)}
      aria-labelledby={tabId(name)}
      data-slot={slot}
      data-active={isActive}
      onFocusIn={() => deck.activate(name)}
    >
      {isSearched && (
        <TerminalSearch
          screen={deck.screen(name)}
          found={view?.found}
          onClose={() => {
            deck.search(undefined);
            deck.focus(name);
          }}
        />
      )}
      <div class="terminal-screen" ref={place} />
      {view?.isForeign && (
        <button type="button" class="terminal-foreign" onClick={() => deck.fit(name)}>
          Sized by another window. <span>Fit it here</span>
        </button>
      )}
    </section>
  );
}
