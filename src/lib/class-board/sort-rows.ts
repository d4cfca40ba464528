import { readCell, type StaffBoardRow } from '../../shared/class-board.ts';

export const boardSorts = ['help', 'name', 'progress'] as const;
export type BoardSort = (typeof boardSorts)[number];

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const byName = (one: StaffBoardRow, other: StaffBoardRow) =>
  collator.compare(one.name, other.name) || (one.learner < other.learner ? -1 : 1);

export function countDone({ cells }: StaffBoardRow): number {
  let done = 0;
  for (let task = 0; task < cells.length; task += 1) if (readCell(cells, task).state === 'done') done += 1;
  return done;
}

/** Since when somebody is stuck; who is not, comes last. */
const sinceMs = ({ trouble }: StaffBoardRow) => (trouble ? Date.parse(trouble.sinceAt) : Number.MAX_SAFE_INTEGER);

/** When who of a class raised the hand that is up, in ISO 8601 UTC. */
export type RaisedAt = ReadonlyMap<string, string>;

const noHands: RaisedAt = new Map();

/** No hand comes after every hand; of two, the earlier first. */
const NO_HAND = '~';

/**
 * The rows whose name has the text in it, in an order that is one for the same rows. `help`: raised hands first, as they went up; then who needs it most, of those who waits longest,
 * then who is here, then by name.
 */
export function sortRows(
  rows: readonly StaffBoardRow[],
  sort: BoardSort,
  filter: string,
  hands: RaisedAt = noHands,
): readonly StaffBoardRow[] {
  const sought = filter.trim().toLocaleLowerCase('en');
  const found = sought === '' ? rows : rows.filter(({ name }) => name.toLocaleLowerCase('en').includes(sought));
  if (sort === 'name') return found.toSorted(byName);
  if (sort === 'help') {
    const handOf = ({ learner }: StaffBoardRow) => hands.get(learner) ?? NO_HAND;
    const byHand = (one: StaffBoardRow, other: StaffBoardRow) =>
      handOf(one) === handOf(other) ? 0 : handOf(one) < handOf(other) ? -1 : 1;
    return found.toSorted(
      (one, other) =>
        byHand(one, other) ||
        other.needsHelp - one.needsHelp ||
        sinceMs(one) - sinceMs(other) ||
        Number(other.isOnline) - Number(one.isOnline) ||
        byName(one, other),
    );
  }
  const done = new Map(found.map((row) => [row, countDone(row)]));
  return found.toSorted((one, other) => (done.get(one) ?? 0) - (done.get(other) ?? 0) || byName(one, other));
}

/** The order that is kept while somebody points at a row: who is gone goes, who is new comes last. */
export function keepOrder(order: readonly string[], wanted: readonly string[]): readonly string[] {
  const present = new Set(wanted);
  const known = new Set(order);
  return [...order.filter((id) => present.has(id)), ...wanted.filter((id) => !known.has(id))];
}
