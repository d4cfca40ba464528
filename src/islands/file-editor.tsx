import { byteWords } from '../lib/byte-words.ts';
import { nameOf } from '../lib/file-paths.ts';
import type { OpenFile } from '../lib/open-files.ts';
import { CodeView } from './code-view.tsx';
import { type FileActions, shownPath } from './file-actions.ts';
import { FileTabs, filePaneId, fileTabId } from './file-tabs.tsx';
import type { FilesDesk } from './files-desk.ts';
import { useStore } from './use-store.ts';

interface FileEditorProps {
  readonly desk: FilesDesk;
  readonly actions: FileActions;
  /** To the tree, where there is room for one of the two. */
  readonly onBack: () => void;
}

/** The open files, one of them seen. */
export function FileEditor({ desk, actions, onBack }: FileEditorProps) {
  const { files, active } = useStore(desk.files.state, (state) => state);
  const file = files.find(({ path }) => path === active);
  if (!file) {
    return (
      <div class="files-nothing">
        <p>Choose a file to open it here.</p>
        <p>
          What you save is at once what the terminal sees, and what it changes is read again here. An exercise is
          checked with each save.
        </p>
      </div>
    );
  }
  return (
    <>
      <FileTabs
        files={files}
        active={file.path}
        onShow={(path) => desk.files.show(path)}
        onEnter={(path) => desk.enter(path)}
        onClose={(path) => void actions.close(path)}
        onBack={onBack}
      />
      <div class="files-pane" role="tabpanel" id={filePaneId} aria-labelledby={fileTabId(file.path)}>
        <Content key={file.path} file={file} desk={desk} actions={actions} />
      </div>
    </>
  );
}

interface ContentProps {
  readonly file: OpenFile;
  readonly desk: FilesDesk;
  readonly actions: FileActions;
}

function Content({ file, desk, actions }: ContentProps) {
  const { path, content } = file;
  switch (content.kind) {
    case 'opening':
      return <p class="files-nothing">Opening…</p>;
    case 'failed':
      return (
        <div class="files-nothing">
          <p>{content.message}</p>
          <button type="button" class="button button-small" onClick={() => void desk.files.open(path)}>
            Try again
          </button>
        </div>
      );
    case 'unopenable':
      return (
        <div class="files-nothing">
          <p>
            {content.reason === 'large'
              ? `${nameOf(path)} has ${byteWords(content.sizeBytes)}, which is too much for this editor. See parts of it in the terminal: `
              : `${nameOf(path)} is no text, so there is nothing to edit. See what it is in the terminal: `}
            <code>
              {content.reason === 'large' ? 'less' : 'ls -l'} {shownPath(path)}
            </code>
          </p>
          <button type="button" class="button button-small" onClick={() => void actions.download(path)}>
            Download it
          </button>
        </div>
      );
    case 'text':
      return <CodeView file={file} desk={desk} />;
  }
}
