import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { nameOf } from '../lib/file-paths.ts';
import { type FileActions, shownPath, targetFolder } from './file-actions.ts';
import {
  DownloadIcon,
  HiddenIcon,
  NewFileIcon,
  NewFolderIcon,
  RemoveIcon,
  RenameIcon,
  UploadIcon,
} from './file-icons.tsx';
import type { FilesDesk } from './files-desk.ts';
import { useChosen } from './use-chosen.ts';
import { useStore } from './use-store.ts';

interface FileToolsProps {
  readonly desk: FilesDesk;
  readonly actions: FileActions;
}

/** What can be done with the learner's files, and with the one that is chosen in the tree. */
export function FileTools({ desk, actions }: FileToolsProps) {
  const upload = useRef<HTMLInputElement>(null);
  const chosen = useChosen(desk);
  const hasHidden = useStore(desk.folders.state, (tree) => tree.hasHidden);
  const folder = targetFolder(chosen.path, chosen.kind === 'folder');
  const name = nameOf(chosen.path);
  const isNone = chosen.path === '';

  const takeChosen = () => {
    const input = upload.current;
    if (!input?.files) return;
    void actions.upload([...input.files], folder);
    // So that the same one can be chosen again.
    input.value = '';
  };
  return (
    <div class="files-tools" role="group" aria-label="What to do with files">
      <Tool label={`New file in ${shownPath(folder)}`} act={() => actions.makeFile(folder)}>
        <NewFileIcon />
      </Tool>
      <Tool label={`New folder in ${shownPath(folder)}`} act={() => actions.makeFolder(folder)}>
        <NewFolderIcon />
      </Tool>
      <Tool label={`Upload to ${shownPath(folder)}`} act={() => upload.current?.click()}>
        <UploadIcon />
      </Tool>
      <input ref={upload} type="file" multiple hidden aria-label="Files to upload" onChange={takeChosen} />
      <span class="files-tools-gap" />
      <Tool
        label={isNone ? 'Rename' : `Rename ${name}`}
        isDisabled={isNone}
        act={() => actions.rename(chosen.path)}
        keys="F2"
      >
        <RenameIcon />
      </Tool>
      <Tool
        label={chosen.kind === 'file' ? `Download ${name}` : 'Download'}
        isDisabled={chosen.kind !== 'file'}
        act={() => void actions.download(chosen.path)}
      >
        <DownloadIcon />
      </Tool>
      <Tool
        label={isNone ? 'Remove' : `Remove ${name}`}
        isDisabled={isNone}
        act={() => void actions.remove(chosen.path, chosen.kind === 'folder')}
        keys="Delete"
      >
        <RemoveIcon />
      </Tool>
      <span class="files-tools-gap" />
      <Tool label="Hidden files" isOn={hasHidden} act={() => desk.folders.showHidden(!hasHidden)}>
        <HiddenIcon />
      </Tool>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly children: ComponentChildren;
  readonly act: () => void;
  readonly keys?: string;
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
}

function Tool({ label, children, act, keys, isOn, isDisabled = false }: ToolProps) {
  return (
    <button
      type="button"
      class="desk-tool"
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      aria-disabled={isDisabled}
      {...(isOn !== undefined && { 'aria-pressed': isOn })}
      onClick={() => {
        // Not `disabled`, which would take the focus away.
        if (!isDisabled) act();
      }}
    >
      {children}
    </button>
  );
}
