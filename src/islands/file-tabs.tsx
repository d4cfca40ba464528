import { useRef } from 'preact/hooks';
import { nameOf } from '../lib/file-paths.ts';
import type { OpenFile } from '../lib/open-files.ts';
import { CrossIcon } from './desk-icons.tsx';
import { shownPath } from './file-actions.ts';
import { BackIcon } from './file-icons.tsx';

export const filePaneId = 'file-pane';
export const fileTabId = (path: string) => `file-tab-${encodeURIComponent(path)}`;

interface FileTabsProps {
  readonly files: readonly OpenFile[];
  readonly active: string;
  readonly onShow: (path: string) => void;
  /** The learner wants to type into it. */
  readonly onEnter: (path: string) => void;
  readonly onClose: (path: string) => void;
  readonly onBack: () => void;
}

/** One tab an open file. Arrow keys go from tab to tab, Enter goes into the text, Delete closes it. */
export function FileTabs({ files, active, onShow, onEnter, onClose, onBack }: FileTabsProps) {
  const strip = useRef<HTMLDivElement>(null);
  const goTo = (file: OpenFile | undefined) => {
    if (!file) return;
    onShow(file.path);
    [...(strip.current?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])]
      .find(({ id }) => id === fileTabId(file.path))
      ?.focus();
  };
  const handleKey = (event: KeyboardEvent, path: string) => {
    const at = files.findIndex((file) => file.path === path);
    const { key } = event;
    if (key === 'ArrowRight') goTo(files[(at + 1) % files.length]);
    else if (key === 'ArrowLeft') goTo(files.at(at - 1));
    else if (key === 'Home') goTo(files[0]);
    else if (key === 'End') goTo(files.at(-1));
    else if (key === 'Delete') onClose(path);
    else return;
    event.preventDefault();
  };
  return (
    <div class="files-tabs" ref={strip}>
      <button
        type="button"
        class="desk-tool files-back"
        aria-label="Back to the files"
        title="Back to the files"
        onClick={onBack}
      >
        <BackIcon />
      </button>
      {/* A list of tabs may have nothing in it but tabs, and each of these has a button beside it. */}
      <div role="tablist" aria-label="Open files" aria-owns={files.map(({ path }) => fileTabId(path)).join(' ')} />
      {files.map(({ path, isEdited, conflict }) => (
        <div key={path} class="files-tab" data-active={path === active}>
          <button
            type="button"
            role="tab"
            id={fileTabId(path)}
            aria-selected={path === active}
            aria-controls={path === active ? filePaneId : undefined}
            tabIndex={path === active ? 0 : -1}
            title={shownPath(path)}
            onClick={() => onEnter(path)}
            onKeyDown={(event) => handleKey(event, path)}
          >
            {tabName(path, files)}
            {isEdited && (
              <>
                <span class="files-unsaved" aria-hidden="true">
                  ●
                </span>
                <span class="visually-hidden">, not saved</span>
              </>
            )}
            {conflict !== undefined && <span class="visually-hidden">, changed in the terminal</span>}
          </button>
          <button
            type="button"
            class="desk-tool files-tab-close"
            aria-label={`Close ${nameOf(path)}`}
            tabIndex={path === active ? 0 : -1}
            onClick={() => onClose(path)}
          >
            <CrossIcon />
          </button>
        </div>
      ))}
    </div>
  );
}

/** With its folder where another open one has the same name. */
function tabName(path: string, files: readonly OpenFile[]): string {
  const name = nameOf(path);
  const isAlone = files.filter((other) => nameOf(other.path) === name).length === 1;
  return isAlone ? name : path.split('/').slice(-2).join('/');
}
