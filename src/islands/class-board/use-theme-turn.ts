import { useEffect, useState } from 'preact/hooks';

/** A number that is another one whenever colours or the sharpness of the screen have changed: what is drawn on a canvas is drawn anew. */
export function useThemeTurn(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const next = () => setTurn((count) => count + 1);
    const queries = ['(prefers-color-scheme: dark)', '(resolution: 1dppx)'].map((query) => matchMedia(query));
    for (const query of queries) query.addEventListener('change', next);
    const observer = new MutationObserver(next);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      for (const query of queries) query.removeEventListener('change', next);
      observer.disconnect();
    };
  }, []);
  return turn;
}
