import type { ClassMessage, HelpEnd, LearnerHelp } from '../shared/help-views.ts';
import { createStore } from './store.ts';

/** A hint that somebody gave, until its learner has read that. */
export interface GivenHint {
  readonly exercise: string;
  readonly task: string;
  readonly from: string;
}

/** What a learner's page knows of help in their class. */
export interface HelpState {
  /** `undefined` until the server has said. */
  readonly own: LearnerHelp | null | undefined;
  /** How the last one ended, and with whom, until the learner has read it. */
  readonly ended: { readonly reason: HelpEnd; readonly helper: string | null } | undefined;
  readonly messages: readonly ClassMessage[];
  readonly hinted: GivenHint | undefined;
  /** Who typed last, and is likely to type on; while both may. */
  readonly typist: 'learner' | 'helper' | undefined;
  /** Whether the words between the two are open in the bar, and how many lines of them were read. */
  readonly isTalking: boolean;
  readonly readLines: number;
  /** Whether what is known is still so. */
  readonly isConnected: boolean;
  /** What the server refused last, in its own words. */
  readonly problem: string | undefined;
}

export const helpState = createStore<HelpState>({
  own: undefined,
  ended: undefined,
  messages: [],
  hinted: undefined,
  typist: undefined,
  isTalking: false,
  readLines: 0,
  isConnected: false,
  problem: undefined,
});
