import { useEffect, useRef, useState } from 'preact/hooks';
import { nameOf } from '../lib/file-paths.ts';
import type { OpenFile } from '../lib/open-files.ts';
import { ConflictBar } from './conflict-bar.tsx';
import type { FilesDesk } from './files-desk.ts';
import { useStore } from './use-store.ts';

interface CodeViewProps {
  readonly file: OpenFile;
  readonly desk: FilesDesk;
}

/** A text in the editor, with what there is to say and to decide about it. */
export function CodeView({ file, desk }: CodeViewProps) {
  const { path, conflict, trouble } = file;
  const place = useRef<HTMLDivElement>(null);
  const difference = useRef<HTMLDivElement>(null);
  const [isCompared, setCompared] = useState(false);
  const theirs = conflict?.kind === 'text' ? conflict.text : undefined;
  const compares = isCompared && theirs !== undefined;

  useEffect(() => {
    if (place.current) desk.buffers?.show(path, place.current);
    desk.noteDrawn();
    return () => desk.buffers?.hide();
  }, [desk, path]);
  useEffect(() => {
    const parent = difference.current;
    if (!compares || !parent) return undefined;
    const end = new AbortController();
    void import('./difference-view.ts').then(
      ({ showDifference }) => {
        if (!end.signal.aborted)
          showDifference({ parent, theirs, mine: desk.buffers?.text(path) ?? '', path, signal: end.signal });
      },
      () => setCompared(false),
    );
    return () => end.abort();
  }, [compares, theirs, path]);
  // Once it is decided there is nothing to compare.
  useEffect(() => {
    if (conflict === undefined) setCompared(false);
  }, [conflict]);

  /** The buttons go, and the focus must not go with them. The text may be drawn only then. */
  const goOn = () => {
    setCompared(false);
    requestAnimationFrame(() => desk.buffers?.focus());
  };
  return (
    <>
      {conflict !== undefined && (
        <ConflictBar
          file={file}
          isCompared={compares}
          onCompare={() => setCompared(!compares)}
          onTakeTheirs={() => {
            desk.files.takeTheirs(path);
            goOn();
          }}
          onKeepMine={() => void desk.files.keepMine(path).then(goOn)}
        />
      )}
      {trouble && (
        <p class="trouble files-trouble" role="alert">
          {trouble}
        </p>
      )}
      <div class="files-code" ref={place} hidden={compares} />
      {compares && <div class="files-code" ref={difference} />}
      <CodeFoot file={file} desk={desk} />
    </>
  );
}

function CodeFoot({ file, desk }: CodeViewProps) {
  const { problems, isOverfull } = useStore(desk.notice, (notice) => notice);
  const { path, isEdited, isSaving, conflict, content } = file;
  const isReadOnly = content.kind === 'text' && !content.isWritable;
  const canSave = isEdited && !isSaving && conflict === undefined;
  const state = isSaving ? 'Saving…' : isReadOnly ? 'Can only be read' : isEdited ? 'Not saved' : 'Saved';
  return (
    <div class="files-foot">
      <span data-edited={isEdited}>{state}</span>
      {problems > 0 && (
        <button
          type="button"
          class="quiet"
          title="List them (Ctrl + Shift + M)"
          onClick={() => desk.buffers?.listProblems()}
        >
          {problems === 1 ? '1 problem' : `${problems} problems`}
        </button>
      )}
      {isOverfull && isEdited && <span>Save it: so much is not kept when you leave.</span>}
      <span class="files-foot-gap" />
      <span class="files-keys">
        <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves
      </span>
      <span class="files-language">{desk.buffers?.language(path).label}</span>
      <button
        type="button"
        class="button button-small"
        aria-label={`Save ${nameOf(path)}`}
        aria-disabled={!canSave}
        title="Save (Ctrl + S)"
        onClick={() => {
          if (canSave) void desk.files.save(path);
        }}
      >
        Save
      </button>
    </div>
  );
}
