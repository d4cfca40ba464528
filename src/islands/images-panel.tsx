import { useEffect, useRef, useState } from 'preact/hooks';
import { type PanelProps, showPanel } from '../lib/desk-panels.ts';
import { expectQuestions } from '../lib/explorer/ask-explorer.ts';
import type { ExplorerView } from '../lib/explorer/explorer-view.ts';
import { followTags } from '../lib/explorer/tag-moves.ts';
import { type ConnectionStatus, pageState } from '../lib/page-state.ts';
import { describeComing } from '../lib/status-text.ts';
import '../styles/explorer.css';
import { CompareView } from './explorer/compare-view.tsx';
import { ImageView } from './explorer/image-view.tsx';
import { MapView } from './explorer/map-view.tsx';
import { RebuildView } from './explorer/rebuild-view.tsx';
import { useEnginePart } from './use-engine-part.ts';
import { useStore } from './use-store.ts';

/** The images of the learner's engine: what they are made of, and what they share. */
export function ImagesPanel({ isShown }: PanelProps) {
  const root = useRef<HTMLDivElement>(null);
  useEnginePart('images', root);
  useEnginePart('containers', root);
  useEffect(() => {
    followTags();
    expectQuestions();
  }, []);
  const engine = useStore(pageState, (page) => page.engineImages);
  const containers = useStore(pageState, (page) => page.engineContainers?.containers ?? NONE);
  const status = useStore(pageState, (page) => page.status);
  const [view, setView] = useState<ExplorerView>({ kind: 'map' });
  // What the keyboard was on has gone with the view before.
  const moved = useRef(false);
  // Where the map was left, for the way back.
  const opened = useRef<string>();
  const show = (next: ExplorerView) => {
    if (next.kind === 'image') opened.current = next.id;
    moved.current = true;
    setView(next);
  };
  useEffect(() => {
    if (moved.current && isShown) root.current?.querySelector<HTMLElement>('[data-first]')?.focus();
    moved.current = false;
  }, [view]);

  const has = (id: string) => engine?.images.some((image) => image.id === id) ?? false;
  const shown = engine && idsOf(view).every(has) ? view : MAP;
  return (
    <div class="explorer" ref={root}>
      {engine === undefined || engine.images.length === 0 ? (
        <Nothing status={status} isKnown={engine !== undefined} />
      ) : shown.kind === 'map' ? (
        <MapView engine={engine} containers={containers} opened={opened.current} onShow={show} />
      ) : shown.kind === 'image' ? (
        <ImageView key={shown.id} id={shown.id} engine={engine} containers={containers} onShow={show} />
      ) : shown.kind === 'compare' ? (
        <CompareView engine={engine} before={shown.before} after={shown.after} onShow={show} />
      ) : (
        <RebuildView engine={engine} move={shown} onShow={show} />
      )}
    </div>
  );
}

const NONE = [] as const;
const MAP: ExplorerView = { kind: 'map' };

function idsOf(view: ExplorerView): readonly string[] {
  if (view.kind === 'map') return [];
  return view.kind === 'image' ? [view.id] : [view.before, view.after];
}

function Nothing({ status, isKnown }: { readonly status: ConnectionStatus; readonly isKnown: boolean }) {
  const isUp = status.state === 'ready';
  return (
    <div class="explorer-note">
      <p>
        {isKnown
          ? 'Your engine has no images yet.'
          : isUp
            ? 'Your Docker Engine starts with your first docker command.'
            : status.state === 'idle'
              ? 'Here are the images of your own Docker Engine, once there are any: what they are made of, and what they share.'
              : describeComing(status)}
      </p>
      <p>
        In the terminal, <code>docker pull</code> or <code>docker build</code> brings one; it is here at once.
      </p>
      <button type="button" class="button button-small" onClick={() => showPanel('terminal')}>
        To the terminal
      </button>
    </div>
  );
}
