import type { FileRow, FileSort } from './file-rows.ts';
import type { WastedFile } from './stack-files.ts';

/** The chain ids of an image's layers, base first: what its files are known by. */
export type Chains = readonly string[];

/** What is listed: what one layer did, what is other in the files of one image than in those of the one before, or what a container did. */
export type Listed =
  | { readonly kind: 'layer'; readonly chains: Chains; readonly layer: number }
  | { readonly kind: 'images'; readonly before: Chains; readonly after: Chains }
  /** What a container has written; `writtenBytes`, as last told, so that it is asked for again when there is more. */
  | { readonly kind: 'container'; readonly id: string; readonly writtenBytes: number };

export interface ListChoice {
  readonly listed: Listed;
  readonly filter: string;
  readonly sort: FileSort;
  readonly toggled: readonly string[];
}

export interface LayerSummary {
  readonly fileCount: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Stored in it, and hidden by layers above. */
  readonly wastedBytes: number;
}

/** What can be said of an image's files at once. */
export interface ImageSummary {
  readonly layers: readonly LayerSummary[];
  readonly fileCount: number;
  readonly wastedBytes: number;
  readonly wastedCount: number;
  /** The largest of them. */
  readonly wasted: readonly WastedFile[];
}

/** More names are no list that anybody reads. */
export const MAX_WASTED_SHOWN = 200;

export interface RowSlice {
  readonly total: number;
  readonly from: number;
  readonly rows: readonly FileRow[];
}

/** What is other in a step's files: `names` are some of the changed paths, the rest only counted. */
export interface StepFiles {
  readonly changed: number;
  readonly names: readonly { readonly path: string; readonly mark: 'added' | 'changed' | 'removed' }[];
}

/** What the page asks its worker, and what is answered. */
export interface ExplorerCalls {
  /** Reads the image's layers where they are not known yet. */
  summary: { readonly ask: { readonly chains: Chains }; readonly answer: ImageSummary };
  rows: {
    readonly ask: { readonly choice: ListChoice; readonly from: number; readonly to: number };
    readonly answer: RowSlice;
  };
  /** Where the row with this path is. */
  find: { readonly ask: { readonly choice: ListChoice; readonly path: string }; readonly answer: number };
  compare: {
    readonly ask: { readonly before: Chains; readonly after: Chains };
    readonly answer: {
      readonly added: number;
      readonly changed: number;
      readonly removed: number;
      readonly sameCount: number;
      readonly sameBytes: number;
    };
  };
  /** What a step brought, before and after. */
  step: { readonly ask: { readonly before: Chains; readonly after: Chains }; readonly answer: StepFiles };
}

export type CallName = keyof ExplorerCalls;

export type ExplorerRequest = {
  [Name in CallName]: { readonly id: number; readonly name: Name; readonly ask: ExplorerCalls[Name]['ask'] };
}[CallName];

export type ExplorerResponse =
  | { readonly id: number; readonly answer: ExplorerCalls[CallName]['answer'] }
  /** In words for the learner. */
  | { readonly id: number; readonly problem: string };
