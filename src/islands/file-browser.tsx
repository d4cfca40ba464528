import { useMemo } from 'preact/hooks';
import { createFileActions } from './file-actions.ts';
import { FileEditor } from './file-editor.tsx';
import { FileTools } from './file-tools.tsx';
import { FileTree } from './file-tree.tsx';
import type { FilesDesk } from './files-desk.ts';
import { useStore } from './use-store.ts';

/** The tree and the editor beside each other; where there is no room for both, one at a time. */
export function FileBrowser({ desk }: { readonly desk: FilesDesk }) {
  const actions = useMemo(() => createFileActions(desk), [desk]);
  const trouble = useStore(desk.notice, (notice) => notice.trouble);
  const active = useStore(desk.files.state, (files) => files.active);
  const isAtEditor = useStore(desk.notice, (notice) => notice.isAtEditor);

  const saveByKey = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (active !== undefined) void desk.files.save(active);
  };
  /** Beside the tree and the text a dropped file would be opened in the place of the page. */
  const refuseDrop = (event: DragEvent) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  return (
    // Ctrl and S anywhere in the panel would else save the page.
    <div
      class="files-sides"
      data-side={isAtEditor && active !== undefined ? 'editor' : 'tree'}
      onKeyDown={saveByKey}
      onDragOver={refuseDrop}
    >
      <section class="files-tree-side" aria-label="Files">
        <FileTools desk={desk} actions={actions} />
        {trouble && (
          <p class="trouble files-trouble">
            {trouble}{' '}
            <button type="button" class="quiet" onClick={() => desk.say(undefined)}>
              Dismiss
            </button>
          </p>
        )}
        <FileTree desk={desk} actions={actions} onOpen={(path) => desk.open(path)} />
      </section>
      <section class="files-editor-side" aria-label="Editor">
        <FileEditor desk={desk} actions={actions} onBack={() => desk.notice.set({ isAtEditor: false })} />
      </section>
    </div>
  );
}
