import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { languageOf } from '../lib/file-language.ts';
import { nameOf } from '../lib/file-paths.ts';
import { currentTheme } from '../lib/theme.ts';
import { languageColours } from './code-languages.ts';
import { codeTheme } from './code-theme.ts';

interface Difference {
  readonly parent: HTMLElement;
  readonly theirs: string;
  readonly mine: string;
  readonly path: string;
  /** Takes it away again. */
  readonly signal: AbortSignal;
}

/** Unchanged lines around a change, and fewer than which are not worth hiding. */
const COLLAPSE = { margin: 3, minSize: 8 } as const;

/** Two texts in one: what only the terminal's has, and what only the learner's has. To be read, not edited. */
export function showDifference({ parent, theirs, mine, path, signal }: Difference): void {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: mine,
      extensions: [
        codeTheme(currentTheme()),
        lineNumbers(),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ 'aria-label': `Difference of ${nameOf(path)}`, tabindex: '0' }),
        languageColours(languageOf(path, mine).kind),
        unifiedMergeView({ original: theirs, mergeControls: false, gutter: true, collapseUnchanged: COLLAPSE }),
      ],
    }),
  });
  signal.addEventListener('abort', () => view.destroy(), { once: true });
}
