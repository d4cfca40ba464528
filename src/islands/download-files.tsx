import { LazyAction } from './lazy-action.tsx';

export function DownloadFiles() {
  return (
    <LazyAction
      class="quiet"
      label="Download my files"
      busyLabel="Packing your files…"
      act={async () => (await import('../lib/sandbox-requests.ts')).downloadFiles()}
    />
  );
}
