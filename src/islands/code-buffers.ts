import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { diagnosticCount, lintKeymap, openLintPanel } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Text, Transaction, type TransactionSpec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { type FileLanguage, languageOf } from '../lib/file-language.ts';
import { nameOf } from '../lib/file-paths.ts';
import type { Buffers } from '../lib/open-files.ts';
import { currentTheme, watchTheme } from '../lib/theme.ts';
import { languageColours, languageExamination } from './code-languages.ts';
import { codeTheme } from './code-theme.ts';

interface Buffer {
  state: EditorState;
  /** What counts as unedited. */
  settled: Text;
  scroll: number;
}

export interface CodeBuffersEvents {
  onEdited(path: string, isEdited: boolean): void;
  /** How many problems there are in what is shown, after it was examined. */
  onProblems(count: number): void;
}

const theme = new Compartment();
const readOnly = new Compartment();

/** The texts of open files, with their histories, and the one editor that shows one of them. */
export class CodeBuffers implements Buffers, Disposable {
  readonly #events: CodeBuffersEvents;
  readonly #buffers = new Map<string, Buffer>();
  readonly #stopWatching: () => void;
  #view: EditorView | undefined;
  #shown: string | undefined;

  constructor(events: CodeBuffersEvents) {
    this.#events = events;
    this.#stopWatching = watchTheme((name) => {
      for (const path of this.#buffers.keys()) this.#dispatch(path, { effects: theme.reconfigure(codeTheme(name)) });
    });
  }

  put(path: string, text: string, isWritable: boolean, isUndoable: boolean): void {
    const buffer = this.#buffers.get(path);
    // Other line breaks are another state.
    if (buffer && lineBreakOf(text) === buffer.state.lineBreak) {
      const doc = buffer.state.toText(text);
      this.#replace(path, doc, isUndoable);
      buffer.settled = doc;
      this.#dispatch(path, { effects: readOnly.reconfigure(EditorState.readOnly.of(!isWritable)) });
      this.#events.onEdited(path, false);
      return;
    }
    const state = this.#newState(path, text, isWritable);
    this.#buffers.set(path, { state, settled: state.doc, scroll: 0 });
    this.#events.onEdited(path, false);
    if (this.#shown === path) this.#view?.setState(state);
  }

  settle(path: string, text: string): void {
    const buffer = this.#buffers.get(path);
    if (!buffer) return;
    buffer.settled = buffer.state.toText(text);
    this.#events.onEdited(path, !buffer.state.doc.eq(buffer.settled));
  }

  edit(path: string, text: string): void {
    const buffer = this.#buffers.get(path);
    if (!buffer) return;
    this.#replace(path, buffer.state.toText(text), false);
    this.#events.onEdited(path, !buffer.state.doc.eq(buffer.settled));
  }

  text(path: string): string {
    const state = this.#buffers.get(path)?.state;
    return state?.sliceDoc(0, state.doc.length) ?? '';
  }

  language(path: string): FileLanguage {
    return languageOf(path, this.#buffers.get(path)?.state.doc.line(1).text ?? '');
  }

  move(from: string, to: string): void {
    const buffer = this.#buffers.get(from);
    if (!buffer) return;
    this.drop(from);
    const state = this.#newState(to, this.#textOf(buffer.state), !buffer.state.readOnly);
    this.#buffers.set(to, { ...buffer, state });
  }

  drop(path: string): void {
    this.#buffers.delete(path);
    if (this.#shown === path) this.hide();
  }

  get shown(): string | undefined {
    return this.#shown;
  }

  /** Shows it in this element, where it was last. */
  show(path: string, parent: HTMLElement): void {
    const buffer = this.#buffers.get(path);
    if (!buffer || (this.#shown === path && this.#view?.dom.parentElement === parent)) return;
    this.hide();
    this.#shown = path;
    this.#view = new EditorView({
      state: buffer.state,
      parent,
      dispatchTransactions: (transactions, view) => {
        view.update(transactions);
        this.#keep(
          path,
          view.state,
          transactions.some(({ docChanged }) => docChanged),
        );
      },
    });
    this.#view.scrollDOM.scrollTop = buffer.scroll;
    this.#events.onProblems(diagnosticCount(buffer.state));
  }

  hide(): void {
    const buffer = this.#shown === undefined ? undefined : this.#buffers.get(this.#shown);
    if (buffer && this.#view) buffer.scroll = this.#view.scrollDOM.scrollTop;
    this.#view?.destroy();
    this.#view = undefined;
    this.#shown = undefined;
  }

  /** Opens the list of problems, and goes there. */
  listProblems(): void {
    if (this.#view) openLintPanel(this.#view);
  }

  focus(): void {
    this.#view?.focus();
  }

  [Symbol.dispose](): void {
    this.#stopWatching();
    this.hide();
    this.#buffers.clear();
  }

  #keep(path: string, state: EditorState, isChanged: boolean): void {
    const buffer = this.#buffers.get(path);
    if (!buffer) return;
    buffer.state = state;
    if (isChanged) this.#events.onEdited(path, !state.doc.eq(buffer.settled));
    if (path === this.#shown) this.#events.onProblems(diagnosticCount(state));
  }

  #dispatch(path: string, spec: TransactionSpec): void {
    const buffer = this.#buffers.get(path);
    if (!buffer) return;
    if (this.#shown === path && this.#view) this.#view.dispatch(spec);
    else buffer.state = buffer.state.update(spec).state;
  }

  /** Only what differs, so that the cursor stays where it was. */
  #replace(path: string, doc: Text, isUndoable: boolean): void {
    const before = this.#buffers.get(path)?.state.doc ?? Text.empty;
    if (before.eq(doc)) return;
    const [old, next] = [before.toString(), doc.toString()];
    let start = 0;
    while (start < old.length && old[start] === next[start]) start += 1;
    let end = 0;
    const most = Math.min(old.length, next.length) - start;
    while (end < most && old[old.length - 1 - end] === next[next.length - 1 - end]) end += 1;
    this.#dispatch(path, {
      changes: { from: start, to: old.length - end, insert: doc.slice(start, next.length - end) },
      annotations: Transaction.addToHistory.of(isUndoable),
    });
  }

  #textOf(state: EditorState): string {
    return state.sliceDoc(0, state.doc.length);
  }

  #newState(path: string, text: string, isWritable: boolean): EditorState {
    const language = languageOf(path, text);
    const extensions: Extension = [
      EditorState.lineSeparator.of(lineBreakOf(text)),
      theme.of(codeTheme(currentTheme())),
      readOnly.of(EditorState.readOnly.of(!isWritable)),
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      indentOnInput(),
      indentUnit.of(language.indent),
      EditorState.tabSize.of(4),
      bracketMatching(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true }),
      languageColours(language.kind),
      languageExamination(language.kind),
      EditorView.contentAttributes.of({ 'aria-label': `Text of ${nameOf(path)}`, spellcheck: 'false' }),
      keymap.of([...searchKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap, indentWithTab]),
    ];
    return EditorState.create({ doc: text, extensions });
  }
}

/** A file that has only those of Windows keeps them. In all others a carriage return is a character like others. */
function lineBreakOf(text: string): '\n' | '\r\n' {
  return /\r\n/.test(text) && !/(?:^|[^\r])\n|\r(?!\n)/.test(text) ? '\r\n' : '\n';
}
