import type { PanelProps } from '../lib/desk-panels.ts';

/** The images of the learner's engine: what they are made of, and what they share. */
export function ImagesPanel({ isShown }: PanelProps) {
  return <p class="desk-panel-note">{isShown ? 'Your images' : ''}</p>;
}
