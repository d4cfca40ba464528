import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { showPart } from '../lib/pictured-parts.ts';
import type { EnginePart } from '../shared/engine-views.ts';

/** A picture is as good as on screen when it is this near. */
const NEAR = '200px';

/** Has the page know a part of the learner's engine as long as the picture around the element is on screen. */
export function useEnginePart(part: EnginePart, root: RefObject<HTMLElement>): void {
  useEffect(() => {
    let leave: (() => void) | undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        leave?.();
        leave = entries.at(-1)?.isIntersecting ? showPart(part) : undefined;
      },
      { rootMargin: NEAR },
    );
    const picture = root.current?.closest('.live-picture') ?? root.current;
    if (picture) observer.observe(picture);
    return () => {
      observer.disconnect();
      leave?.();
    };
  }, [part]);
}
