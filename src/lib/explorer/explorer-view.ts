/** What the panel shows: all images, one of them, two side by side, or a rebuild. */
export type ExplorerView =
  | { readonly kind: 'map' }
  | { readonly kind: 'image'; readonly id: string }
  | { readonly kind: 'compare'; readonly before: string; readonly after: string }
  | { readonly kind: 'rebuild'; readonly name: string; readonly before: string; readonly after: string };
