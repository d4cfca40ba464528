import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { pageState } from '../lib/page-state.ts';
import { EVEN_SHARE, MAX_SHARE, MIN_SHARE, terminalLabel } from '../lib/terminal-layout.ts';
import '../styles/terminal-deck.css';
import type { Deck } from './deck.ts';
import { deckMenu } from './deck-menu.ts';
import { moveDivider } from './desk-resize.ts';
import { KeyRow } from './key-row.tsx';
import { TerminalMenu } from './terminal-menu.tsx';
import { TerminalPane } from './terminal-pane.tsx';
import { TerminalTabs } from './terminal-tabs.tsx';
import { useStore } from './use-store.ts';

/** Two terminals stand side by side where each has room for some sixty columns; else one above the other. */
const SIDE_BY_SIDE_PX = 960;

interface TerminalDeckProps {
  readonly deck: Deck;
  /** Present where the terminals can be given a window of their own. */
  readonly onPopOut?: () => void;
}

/** The terminals of a page, with their tabs and what can be done with them. */
export function TerminalDeck({ deck, onPopOut }: TerminalDeckProps) {
  const { layout, drawn, views, held, searched, textSize, isReaderMode } = useStore(deck.state, (state) => state);
  // What is free depends on the shells of other windows, too.
  useStore(pageState, (page) => page.terminals);
  const panes = useRef<HTMLDivElement>(null);
  const divider = useRef<HTMLDivElement>(null);
  const isWide = useIsWide(panes);
  const isSplit = layout.panes.length === 2;

  useEffect(() => {
    if (!panes.current || !divider.current) return undefined;
    return moveDivider(divider.current, {
      room: panes.current,
      min: 100 * MIN_SHARE,
      max: 100 * MAX_SHARE,
      isFromEnd: false,
      value: () => 100 * deck.state.get().layout.share,
      onMove: (percent) => deck.share(percent / 100),
      onSettle: (percent) => deck.share(percent === undefined ? EVEN_SHARE : percent / 100),
    });
  }, [deck, isSplit]);

  const close = async (name: string) => {
    const view = views[name];
    const hasEnded = view?.phase === 'exited' || view?.phase === 'lost';
    if (!hasEnded && (view?.running !== undefined || !deck.isKnown(name))) {
      // The learner sees what would end.
      deck.activate(name);
      const { askToClose } = await import('./close-terminal.tsx');
      if (!(await askToClose(terminalLabel(name), view?.running))) return;
    }
    deck.close(name);
  };
  const active = layout.active;
  const menu = deckMenu({
    deck,
    state: { isSplit, textSize, isReaderMode },
    onPopOut,
    onClose: () => void close(active),
  });
  return (
    <div class="terminal-deck">
      <div class="terminal-strip">
        <TerminalTabs
          layout={layout}
          drawn={drawn}
          views={views}
          canAdd={deck.canAdd()}
          onActivate={(name) => deck.activate(name)}
          onEnter={(name) => {
            deck.activate(name);
            deck.focus(name);
          }}
          onClose={(name) => void close(name)}
          onAdd={() => deck.add()}
        />
        <TerminalMenu label={`${terminalLabel(active)}: more`} groups={menu} />
      </div>
      <div
        class="terminal-panes"
        ref={panes}
        data-split={isSplit ? (isWide ? 'row' : 'column') : undefined}
        style={{ '--share': layout.share }}
        onKeyDownCapture={(event) => {
          if (!isSearchKey(event)) return;
          event.preventDefault();
          event.stopPropagation();
          deck.search(active);
        }}
      >
        {drawn.map((name) => {
          const slot = layout.panes.findIndex((pane) => pane === name);
          return (
            <TerminalPane
              key={name}
              deck={deck}
              name={name}
              view={views[name]}
              slot={slot === 0 || slot === 1 ? slot : undefined}
              isActive={name === active}
              isSearched={name === searched}
            />
          );
        })}
        {isSplit && (
          <div
            class="divider divider-panes"
            ref={divider}
            role="separator"
            tabIndex={0}
            aria-label="Between the terminals"
            aria-orientation={isWide ? 'vertical' : 'horizontal'}
            aria-valuemin={100 * MIN_SHARE}
            aria-valuemax={100 * MAX_SHARE}
            aria-valuenow={Math.round(100 * layout.share)}
            aria-valuetext={`${Math.round(100 * layout.share)} percent`}
          />
        )}
      </div>
      <KeyRow held={held} onPress={(key) => deck.press(key)} onHold={(modifier) => deck.hold(modifier)} />
    </div>
  );
}

/** Ctrl+Shift+F, and on a Mac Command+F, too. */
function isSearchKey({ key, ctrlKey, shiftKey, altKey, metaKey }: KeyboardEvent): boolean {
  if (key.toLowerCase() !== 'f' || altKey) return false;
  return (ctrlKey && shiftKey && !metaKey) || (metaKey && !ctrlKey);
}

function useIsWide(place: { readonly current: HTMLElement | null }): boolean {
  const [isWide, setWide] = useState(false);
  useLayoutEffect(() => {
    const { current } = place;
    if (!current) return undefined;
    const look = () => setWide(current.clientWidth >= SIDE_BY_SIDE_PX && current.clientWidth > current.clientHeight);
    const observer = new ResizeObserver(look);
    observer.observe(current);
    look();
    return () => observer.disconnect();
  }, []);
  return isWide;
}
