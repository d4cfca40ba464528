import type { EngineImages } from '../../shared/engine-views.ts';
import { announce } from '../announce.ts';
import { pageState } from '../page-state.ts';
import { createStore } from '../store.ts';

/** A name that leads to another image than before, since the page was opened. */
export interface TagMove {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The last move of each name, the newest first. */
export interface TagMoves {
  readonly moves: readonly TagMove[];
}

/** More names are moved by hand in no course. */
const MAX_MOVES = 20;

export const tagMoves = createStore<TagMoves>({ moves: [] });

/** Which names lead elsewhere now; those whose old image is gone can't be compared, and are left out. */
export function movedNames(before: EngineImages, after: EngineImages): readonly TagMove[] {
  const old = new Map(before.images.flatMap(({ id, names }) => names.map((name) => [name, id] as const)));
  const there = new Set(after.images.map(({ id }) => id));
  return after.images.flatMap(({ id, names }) =>
    names.flatMap((name) => {
      const was = old.get(name);
      return was !== undefined && was !== id && there.has(was) ? [{ name, before: was, after: id }] : [];
    }),
  );
}

let last: EngineImages | undefined;
let isFollowing = false;

/** From now on every look at the engine is compared with the last. */
export function followTags(): void {
  if (isFollowing) return;
  isFollowing = true;
  const look = () => {
    const { engineImages } = pageState.get();
    if (!engineImages || engineImages === last) return;
    const there = new Set(engineImages.images.map(({ id }) => id));
    const moved = last ? movedNames(last, engineImages) : [];
    last = engineImages;
    const isKept = ({ name, before, after }: TagMove) =>
      there.has(before) && there.has(after) && !moved.some((each) => each.name === name);
    const kept = tagMoves.get().moves.filter(isKept);
    if (moved.length === 0 && kept.length === tagMoves.get().moves.length) return;
    tagMoves.set({ moves: [...moved, ...kept].slice(0, MAX_MOVES) });
    if (moved.length > 0) announce(moved.map(({ name }) => `${name} leads to another image than before.`).join(' '));
  };
  pageState.subscribe(look);
  look();
}
