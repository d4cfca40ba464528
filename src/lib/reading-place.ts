import { recall, remember } from './remembered.ts';

/** A course has fewer; what was read longest ago goes first. */
const MAX_LESSONS = 100;

/** The line of the window that is read, as a share of its height. */
const READ_LINE = 0.4;

/** The section that was read last of each lesson, by slug; the one that was left last stands last. */
function readPlaces(): Readonly<Record<string, string>> {
  try {
    const places: unknown = JSON.parse(recall('drydock.read') ?? '');
    return typeof places === 'object' && places !== null ? (places as Record<string, string>) : {};
  } catch {
    return {};
  }
}

function keepPlace(lesson: string, section: string | undefined): void {
  const { [lesson]: _, ...others } = readPlaces();
  const places = Object.entries({ ...others, ...(section !== undefined && { [lesson]: section }) });
  remember('drydock.read', JSON.stringify(Object.fromEntries(places.slice(-MAX_LESSONS))));
}

/** Keeps which section of a lesson is being read, and offers on the next visit to go on there. It is offered and not done: a page that is somewhere else than its address says puzzles. */
export function setUpReadingPlace(lesson: string): void {
  const headings = [...document.querySelectorAll<HTMLElement>('.prose h2[id]')];
  offer(readPlaces()[lesson], headings);
  addEventListener('pagehide', () => {
    const read = headings.findLast((heading) => heading.getBoundingClientRect().top < READ_LINE * innerHeight);
    // Who was at its beginning only, has not read on since.
    if (!read) return;
    const isAtEnd = document.documentElement.scrollHeight - scrollY - innerHeight < innerHeight / 2;
    keepPlace(lesson, isAtEnd ? undefined : read.id);
  });
}

function offer(section: string | undefined, headings: readonly HTMLElement[]): void {
  const link = document.querySelector<HTMLAnchorElement>('#read-on');
  const heading = headings.find(({ id }) => id === section);
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // After a reload, and with Back, the browser is there already.
  if (!link || !heading || location.hash !== '' || visit?.type !== 'navigate') return;
  link.href = `#${heading.id}`;
  link.append(heading.textContent ?? '');
  link.hidden = false;
}
