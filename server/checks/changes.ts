import type { ReadTopic } from './check-runner.ts';

/** What may be different from what a check saw last. */
export type Change = ReadonlySet<ReadTopic>;

/** Something was missed, or somebody wants to be sure. */
export const EVERYTHING: Change = new Set<ReadTopic>([
  'images',
  'containers',
  'build-cache',
  'registry',
  'files',
  'ports',
  'commands',
  'answer',
]);

/** What the engine does not tell of: a command may have written, pushed, built without a name, or begun to serve. */
export const FINISHED_COMMAND: Change = new Set<ReadTopic>(['files', 'commands', 'ports', 'registry', 'build-cache']);

/** Commands became known that ran before. */
export const REMEMBERED_COMMAND: Change = new Set<ReadTopic>(['commands']);

export const SAVED_FILE: Change = new Set<ReadTopic>(['files']);

export const ENTERED_ANSWER: Change = new Set<ReadTopic>(['answer']);

const IMAGES: Change = new Set<ReadTopic>(['images', 'build-cache']);
const REGISTRY: Change = new Set<ReadTopic>(['registry']);
const CONTAINERS: Change = new Set<ReadTopic>(['containers', 'ports']);
const COMMITTED: Change = new Set<ReadTopic>(['containers', 'ports', 'images']);
const ATTACHMENTS: Change = new Set<ReadTopic>(['containers']);
const BUILD_CACHE: Change = new Set<ReadTopic>(['build-cache']);

/** An event of the engine, as much of it as is read. */
export interface EngineEvent {
  readonly type: string;
  readonly action: string;
}

/** What an event says may have changed. One of a kind that is not known may be about anything. */
export function changeOf({ type, action }: EngineEvent): Change {
  switch (type) {
    case 'image':
      return action === 'push' ? REGISTRY : IMAGES;
    case 'container':
      return action === 'commit' ? COMMITTED : CONTAINERS;
    case 'network':
    case 'volume':
      return ATTACHMENTS;
    case 'builder':
      return BUILD_CACHE;
    default:
      return EVERYTHING;
  }
}

export function meets(one: Change, other: Change): boolean {
  for (const topic of one) if (other.has(topic)) return true;
  return false;
}
