import type { EnginePart } from '../shared/engine-views.ts';

/** How many pictures on screen show each part of the learner's engine. None of them opens the connection: to look must not start a sandbox. */
const counts: Record<EnginePart, number> = { images: 0, containers: 0 };
const listeners = new Set<() => void>();

const tell = () => {
  for (const listener of listeners) listener();
};

/** What the learner can see at the moment. */
export function picturedParts(): readonly EnginePart[] {
  if (document.visibilityState !== 'visible') return [];
  return (['images', 'containers'] as const).filter((part) => counts[part] > 0);
}

/** Hears when that may be other parts. */
export function onPictured(listener: () => void): void {
  if (listeners.size === 0) document.addEventListener('visibilitychange', tell);
  listeners.add(listener);
}

/** A picture of this part is on screen until the returned function is called. */
export function showPart(part: EnginePart): () => void {
  counts[part] += 1;
  if (counts[part] === 1) tell();
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    counts[part] -= 1;
    if (counts[part] === 0) tell();
  };
}
