import type { PanelProps } from '../lib/desk-panels.ts';

/** The learner's files: a tree, and an editor. */
export function FilesPanel({ isShown }: PanelProps) {
  return <p class="desk-panel-note">{isShown ? 'Your files' : ''}</p>;
}
