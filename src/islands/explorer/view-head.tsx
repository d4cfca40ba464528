import type { ComponentChildren } from 'preact';
import type { ExplorerView } from '../../lib/explorer/explorer-view.ts';

interface ViewHeadProps {
  readonly title: ComponentChildren;
  readonly about?: ComponentChildren;
  readonly onShow: (view: ExplorerView) => void;
  readonly children?: ComponentChildren;
}

/** Above what is shown of one image, or of two: the way back, and what it is. */
export function ViewHead({ title, about, onShow, children }: ViewHeadProps) {
  return (
    <header class="view-head">
      <button type="button" class="quiet view-back" data-first onClick={() => onShow({ kind: 'map' })}>
        All images
      </button>
      <h3 class="view-title">{title}</h3>
      {about !== undefined && <p class="view-about">{about}</p>}
      {children}
    </header>
  );
}
