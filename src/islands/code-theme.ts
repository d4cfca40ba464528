import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Theme } from '../lib/theme.ts';
import { fontFamily } from './terminal-font.ts';

/** Colours come from tokens.css, so that one theme serves both; CodeMirror only has to know which of its own it stands over. */
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--screen)', color: 'var(--screen-ink)', fontSize: 'var(--code-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily, lineHeight: '1.5', overflow: 'auto' },
  '.cm-content': { padding: '0.4rem 0', caretColor: 'var(--warm)' },
  '.cm-line': { padding: '0 0.75rem 0 0.5rem' },
  '.cm-cursor, .cm-dropCursor': { borderLeft: '2px solid var(--warm)' },
  '.cm-gutters': { backgroundColor: 'var(--screen)', color: 'var(--ink-soft)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.25rem 0 0.75rem', minWidth: '2.4rem' },
  '.cm-activeLine': { backgroundColor: 'var(--code-line)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--code-line)', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--code-selection)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--code-selection)',
    outline: '1px solid var(--rule-strong)',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--warm-wash)' },
  '.cm-searchMatch': { backgroundColor: 'var(--code-found)' },
  '.cm-searchMatch.cm-searchMatch-selected': {
    backgroundColor: 'var(--code-found-now)',
    outline: '1px solid var(--warm)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--code-selection)' },
  '.cm-panels': {
    backgroundColor: 'var(--panel)',
    color: 'var(--ink)',
    fontFamily: 'var(--sans)',
    fontSize: 'var(--text-s)',
  },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--rule)' },
  '.cm-panel.cm-search': { padding: '0.4rem 2rem 0.4rem 0.75rem', fontSize: 'var(--text-s)' },
  '.cm-panel.cm-search label': { fontSize: 'var(--text-xs)', whiteSpace: 'nowrap' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink)', fontSize: '1.2rem', padding: '0.2rem 0.5rem' },
  '.cm-textfield': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--rule-strong)',
    borderRadius: '3px',
    fontSize: 'var(--text-s)',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'transparent',
    color: 'var(--accent)',
    border: '1px solid var(--rule-strong)',
    borderRadius: '3px',
    fontSize: 'var(--text-xs)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--rule-strong)',
    borderRadius: '3px',
    fontFamily: 'var(--sans)',
    fontSize: 'var(--text-s)',
    maxWidth: 'min(30rem, 90vw)',
  },
  '.cm-diagnostic': { padding: '0.35rem 0.75rem', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--warm)' },
  '.cm-diagnostic-warning': { borderLeft: '4px solid var(--code-warning)' },
  '.cm-diagnostic-info': { borderLeft: '4px solid var(--accent)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--warm) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--code-warning) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-info': {
    backgroundImage: 'none',
    textDecoration: 'underline dotted var(--accent) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-active': { backgroundColor: 'var(--warm-wash)' },
  '.cm-panel.cm-panel-lint ul': { maxHeight: '8rem' },
  '.cm-panel.cm-panel-lint [name=close]': { color: 'var(--ink)', fontSize: '1.2rem', padding: '0.1rem 0.5rem' },
  '.cm-panel.cm-panel-lint ul [aria-selected], .cm-panel.cm-panel-lint ul:focus [aria-selected]': {
    backgroundColor: 'var(--accent-wash)',
    color: 'var(--ink)',
  },
  '.cm-deletedChunk': { backgroundColor: 'var(--warm-wash)', padding: '0 0.75rem 0 0.5rem' },
  '.cm-deletedChunk .cm-deletedText, .cm-deletedText': { background: 'var(--code-removed)', textDecoration: 'none' },
  '.cm-changedLine, &.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--code-added-line)' },
  '.cm-changedText, &.cm-merge-b .cm-changedText': { background: 'var(--code-added)' },
});

const inks = syntaxHighlighting(
  HighlightStyle.define([
    {
      tag: [tags.keyword, tags.modifier, tags.operatorKeyword],
      color: 'var(--astro-code-token-keyword)',
      fontWeight: '700',
    },
    { tag: [tags.comment, tags.lineComment], color: 'var(--astro-code-token-comment)', fontStyle: 'italic' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--astro-code-token-string)' },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--astro-code-token-constant)' },
    {
      tag: [tags.propertyName, tags.definition(tags.propertyName), tags.attributeName],
      color: 'var(--astro-code-token-function)',
    },
    {
      tag: [tags.standard(tags.variableName), tags.definition(tags.variableName)],
      color: 'var(--astro-code-token-function)',
    },
    { tag: [tags.meta, tags.punctuation], color: 'var(--astro-code-token-punctuation)' },
    { tag: tags.invalid, color: 'var(--warm)' },
  ]),
);

export function codeTheme(theme: Theme): Extension {
  return [look, inks, EditorView.darkTheme.of(theme === 'dark')];
}
