import { useRef, useState } from 'preact/hooks';
import { folderOf } from '../lib/file-paths.ts';
import { type TreeRow, treeRows } from '../lib/file-tree.ts';
import { type FileActions, shownPath, targetFolder } from './file-actions.ts';
import { FileIcon, FolderIcon } from './file-icons.tsx';
import type { FilesDesk } from './files-desk.ts';
import { useStore } from './use-store.ts';

type EntryRow = Extract<TreeRow, { kind: 'entry' }>;

interface FileTreeProps {
  readonly desk: FilesDesk;
  readonly actions: FileActions;
  readonly onOpen: (path: string) => void;
}

/** The learner's folders, worked by the keys of the ARIA tree pattern: arrows, Enter, F2, Delete. Files from outside can be dropped on it. */
export function FileTree({ desk, actions, onOpen }: FileTreeProps) {
  const { folders } = desk;
  const tree = useStore(folders.state, (state) => state);
  const { files, active } = useStore(desk.files.state, (state) => state);
  const [dropFolder, setDropFolder] = useState<string>();
  const root = useRef<HTMLDivElement>(null);
  const rows = treeRows(tree);
  const entries = rows.filter((row) => row.kind === 'entry');
  const stop = entries.some(({ path }) => path === tree.selected) ? tree.selected : entries[0]?.path;
  const edited = new Set(files.filter(({ isEdited }) => isEdited).map(({ path }) => path));

  const rowOf = (path: string) =>
    [...(root.current?.querySelectorAll<HTMLElement>('[data-path]') ?? [])].find(
      ({ dataset }) => dataset['path'] === path,
    );
  const goTo = (row: EntryRow | undefined) => {
    if (!row) return;
    folders.select(row.path);
    // At once, so that the next key is heard there however quick it comes.
    rowOf(row.path)?.focus();
  };
  const toggle = ({ path }: EntryRow) =>
    folders.state.get().unfolded.has(path) ? folders.fold(path) : void folders.unfold(path);
  const enter = (row: EntryRow) => {
    folders.select(row.path);
    if (row.entry.kind === 'folder') toggle(row);
    else onOpen(row.path);
  };

  const handleKey = (event: KeyboardEvent, row: EntryRow) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = entries.findIndex(({ path }) => path === row.path);
    const isFolder = row.entry.kind === 'folder';
    switch (event.key) {
      case 'ArrowDown':
        goTo(entries[at + 1]);
        break;
      case 'ArrowUp':
        goTo(entries[at - 1]);
        break;
      case 'Home':
        goTo(entries[0]);
        break;
      case 'End':
        goTo(entries.at(-1));
        break;
      case 'ArrowRight':
        if (!isFolder) return;
        if (!row.isUnfolded) void folders.unfold(row.path);
        else if (entries[at + 1]?.level === row.level + 1) goTo(entries[at + 1]);
        break;
      case 'ArrowLeft':
        if (row.isUnfolded) folders.fold(row.path);
        else goTo(entries.find(({ path }) => path === folderOf(row.path)));
        break;
      case 'Enter':
      case ' ':
        enter(row);
        break;
      case 'F2':
        actions.rename(row.path);
        break;
      case 'Delete':
        void actions.remove(row.path, isFolder);
        break;
      default: {
        const letter = event.key.length === 1 ? event.key.toLowerCase() : undefined;
        const found = [...entries.slice(at + 1), ...entries.slice(0, at)].find(
          ({ entry }) => entry.name.toLowerCase()[0] === letter,
        );
        if (!found) return;
        goTo(found);
      }
    }
    event.preventDefault();
  };

  const folderUnder = (target: EventTarget | null): string => {
    const path = target instanceof Element ? target.closest<HTMLElement>('[data-path]')?.dataset['path'] : undefined;
    const row = entries.find((each) => each.path === path);
    return row ? targetFolder(row.path, row.entry.kind === 'folder') : '';
  };
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setDropFolder(folderUnder(event.target));
  };
  const drop = (event: DragEvent) => {
    setDropFolder(undefined);
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void actions.upload([...event.dataTransfer.files], folderUnder(event.target));
  };
  return (
    <div
      class="files-tree-room"
      data-drop={dropFolder !== undefined}
      onDragOver={hover}
      onDragLeave={({ relatedTarget, currentTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setDropFolder(undefined);
      }}
      onDrop={drop}
    >
      <div class="files-tree" role="tree" aria-label={`Files in ${shownPath('')}`} ref={root}>
        {rows.map((row) =>
          row.kind === 'note' ? (
            <p
              key={`note ${row.path}`}
              class="files-note"
              role="treeitem"
              aria-level={row.level}
              aria-disabled="true"
              style={{ '--level': row.level }}
            >
              {row.text}
            </p>
          ) : (
            <div
              key={row.path}
              class="files-row"
              role="treeitem"
              aria-level={row.level}
              aria-selected={row.path === tree.selected}
              {...(row.entry.kind === 'folder' && { 'aria-expanded': row.isUnfolded })}
              data-path={row.path}
              data-kind={row.entry.kind}
              data-open={row.path === active}
              data-drop={dropFolder !== undefined && dropFolder !== '' && row.path === dropFolder}
              tabIndex={row.path === stop ? 0 : -1}
              title={describeRow(row)}
              style={{ '--level': row.level }}
              onClick={() => enter(row)}
              onKeyDown={(event) => handleKey(event, row)}
            >
              {row.entry.kind === 'folder' ? <FolderIcon /> : <FileIcon />}
              <span class="files-name">{row.entry.name}</span>
              {row.isExercise && <span class="files-mark">exercise</span>}
              {edited.has(row.path) && (
                <span class="files-mark files-mark-unsaved">
                  <span aria-hidden="true">●</span>
                  <span class="visually-hidden">, not saved</span>
                </span>
              )}
            </div>
          ),
        )}
      </div>
      {dropFolder !== undefined && (
        <p class="files-drop-note" aria-hidden="true">
          Drop to upload to <code>{shownPath(dropFolder)}</code>
        </p>
      )}
    </div>
  );
}

function describeRow({ path, entry }: EntryRow): string {
  const what = entry.isLink ? ', a link' : '';
  return entry.kind === 'other' ? `${shownPath(path)}: can't be opened here${what}` : `${shownPath(path)}${what}`;
}
