/** Drawings of the files' panel, in the desk's line. */
const icon = (path: string) => () => (
  <svg class="desk-icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={path} />
  </svg>
);

export const FileIcon = icon('M4 2.5h5L12 5.5v8H4zM9 2.5v3h3');
export const FolderIcon = icon('M2 4h4.5l1.5 1.5h6v7H2z');
export const NewFileIcon = icon('M8 2.5H4v11h4M8 2.5 11 5.5v2M8 2.5v3h3M11.5 9.5v5M9 12h5');
export const NewFolderIcon = icon('M8 12.5H2V4h4.5L8 5.5h6v3M11.5 9.5v5M9 12h5');
export const UploadIcon = icon('M8 10.5v-8M5 5.5l3-3 3 3M3 10v3.5h10V10');
export const DownloadIcon = icon('M8 2.5v8M5 7.5l3 3 3-3M3 10v3.5h10V10');
export const RenameIcon = icon('M3 13h2.5L13 5.5 10.5 3 3 10.5zM9 4.5 11.5 7');
export const RemoveIcon = icon('M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4');
export const HiddenIcon = icon(
  'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
);
export const BackIcon = icon('M13 8H3M7 4 3 8l4 4');
