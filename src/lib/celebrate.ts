/** As long as it takes, and no longer. */
const LASTS_MS = 900;
const FLAGS = 14;
const COLOURS = ['var(--warm)', 'var(--accent)', 'var(--good)'];

/** Hoists a few small flags where the exercise is in view: it is whole. Nothing moves for who asked for that. */
export function celebrate(exercise: string): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const places = document.querySelectorAll<HTMLElement>(
    `#exercise-${exercise} .exercise-count, [data-desk-exercise="${exercise}"] .desk-exercise-count`,
  );
  for (const place of places) if (isInView(place)) hoist(place, exercise);
}

function isInView(place: HTMLElement): boolean {
  const { top, bottom, width } = place.getBoundingClientRect();
  return width > 0 && top >= 0 && bottom <= innerHeight;
}

function hoist(place: HTMLElement, exercise: string): void {
  const { left, top, width, height } = place.getBoundingClientRect();
  const sky = document.createElement('div');
  sky.className = 'celebration';
  sky.ariaHidden = 'true';
  sky.dataset['exercise'] = exercise;
  sky.style.cssText = `position:fixed;z-index:30;left:${left + width / 2}px;top:${top + height / 2}px;pointer-events:none`;
  document.body.append(sky);
  const flights = Array.from({ length: FLAGS }, (_, index) => fly(sky, index));
  void Promise.allSettled(flights.map(({ finished }) => finished)).then(() => sky.remove());
}

function fly(sky: HTMLElement, index: number): Animation {
  const flag = document.createElement('i');
  // Fans out evenly; every second one flies less far.
  const angle = Math.PI * (0.12 + (0.76 * index) / (FLAGS - 1));
  const far = index % 2 === 0 ? 92 : 58;
  const x = -Math.cos(angle) * far;
  const y = -Math.sin(angle) * far;
  flag.style.cssText = `position:absolute;width:10px;height:7px;background:${COLOURS[index % COLOURS.length]};${
    index % 3 === 0 ? 'clip-path:polygon(0 0,100% 50%,0 100%)' : ''
  }`;
  sky.append(flag);
  return flag.animate(
    [
      { transform: 'translate(0, 0) scale(0.4)', opacity: 1, easing: 'cubic-bezier(0.15, 0.7, 0.4, 1)' },
      { transform: `translate(${x}px, ${y}px) rotate(${x}deg)`, opacity: 1, offset: 0.55, easing: 'ease-in' },
      { transform: `translate(${x * 1.15}px, ${y + 46}px) rotate(${2 * x}deg)`, opacity: 0 },
    ],
    { duration: LASTS_MS, fill: 'both' },
  );
}
