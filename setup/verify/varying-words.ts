/** What varies by nature from run to run, and is held against a real run by its kind. docs/authoring.md states each. */
export type VaryingKind = 'id' | 'date' | 'time' | 'size' | 'address' | 'port' | 'name';

export type OutputPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: VaryingKind; readonly text: string };

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const CLOCK = String.raw`\d{2}:\d{2}:\d{2}(?:\.\d+)?`;
const UNIT = '(?:second|minute|hour|day|week|month|year)s?';

/** The left half of the names that Docker gives to containers; the right half is somebody's. */
const ADJECTIVES =
  `admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring brave busy charming clever compassionate
competent condescending confident cool cranky crazy dazzling determined distracted dreamy eager ecstatic elastic elated elegant eloquent epic exciting fervent
festive flamboyant focused friendly frosty funny gallant gifted goofy gracious great happy hardcore heuristic hopeful hungry infallible inspiring intelligent
interesting jolly jovial keen kind laughing loving lucid magical modest musing mystifying naughty nervous nice nifty nostalgic objective optimistic peaceful
pedantic pensive practical priceless quirky quizzical recursing relaxed reverent romantic sad serene sharp silly sleepy stoic strange stupefied suspicious
sweet tender thirsty trusting unruffled upbeat vibrant vigilant vigorous wizardly wonderful xenodochial youthful zealous zen`.split(
    /\s+/,
  );

/** In the order in which they are looked for at each place. None begins or ends within a word. */
const KINDS: readonly (readonly [VaryingKind, string])[] = [
  // Digests, cut off or whole; ids of containers, images and layers; the builder's own.
  [
    'id',
    String.raw`sha256:[0-9a-f]{7,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{12,64}|(?=[a-z]*\d)[a-z0-9]{25}`,
  ],
  [
    'date',
    [
      String.raw`\d{4}[-/]\d{2}[-/]\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z| ?[+-]\d{2}:?\d{2})?(?: [A-Z]{3,4})?`,
      String.raw`${DAY},? (?:\d{1,2} ${MONTH} \d{4}|${MONTH} \d{1,2}) ${CLOCK}(?: [AP]M)?(?: [A-Z]{3,4})?(?: \d{4})?`,
      String.raw`\d{2}/${MONTH}/\d{4}:${CLOCK}(?: [+-]\d{4})?`,
      String.raw`${MONTH} \d{1,2} (?:\d{2}:\d{2}|\d{4})`,
      CLOCK,
    ].join('|'),
  ],
  [
    'time',
    [
      String.raw`(?:About|Less than) an? ${UNIT}(?: ago)?`,
      String.raw`\d+ ${UNIT}(?: ago)?`,
      String.raw`(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?s`,
      String.raw`\d+(?:\.\d+)? ?(?:ms|µs|us|ns)`,
    ].join('|'),
  ],
  // Also the bytes in a manifest: a layer's compressed size changes with the times of its files.
  ['size', String.raw`\d+(?:\.\d+)? ?(?:B|[kKMGT]i?B)|(?<="size": ?)\d+`],
  // Those that mean "here" or "everywhere" are what a lesson is about.
  ['address', String.raw`(?!0\.0\.0\.0(?!\w)|127\.)\d{1,3}(?:\.\d{1,3}){3}`],
  // Those that Linux gives out by itself: 32768 to 60999.
  ['port', String.raw`(?<=:)(?:3276[89]|327[7-9]\d|32[89]\d{2}|3[3-9]\d{3}|[45]\d{4}|60\d{3})`],
  ['name', String.raw`(?:${ADJECTIVES.join('|')})_[a-z]+`],
];

const VARYING = new RegExp(
  KINDS.map(([kind, pattern]) => String.raw`(?<!\w)(?<${kind}>${pattern})(?!\w)`).join('|'),
  'g',
);

/** The builder's plain output tells how long a step took only where it took long enough. */
const TIME_BEFORE_DONE = / \d+(?:\.\d+)?s(?= done$)/;

/** Takes a line apart. Runs of spaces within it count as one: what varies moves the columns behind it. */
export function readLine(line: string): readonly OutputPart[] {
  const text = line
    .trimEnd()
    .replace(/(?<=\S) +/g, ' ')
    .replace(TIME_BEFORE_DONE, '');
  const parts: OutputPart[] = [];
  let at = 0;
  for (const match of text.matchAll(VARYING)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    parts.push({ kind: kind as VaryingKind, text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** A line with the kind in the place of what varies, such as `‹id›`. Doing it twice changes nothing. */
export function normalizeLine(line: string): string {
  return readLine(line)
    .map(({ kind, text }) => (kind === 'text' ? text : `‹${kind}›`))
    .join('');
}

const UNITS = new Map([
  ['B', 1],
  ...['k', 'M', 'G', 'T'].flatMap((letter, index): [string, number][] => [
    [`${letter}B`, 1000 ** (index + 1)],
    [`${letter.toUpperCase()}iB`, 1024 ** (index + 1)],
  ]),
  ['KB', 1000],
]);

/** Bytes as they are are exact; larger figures may differ by a tenth, as the images' contents do from one fill of the registry to the next. */
const SIZE_TOLERANCE = 0.1;

export function sizesAgree(one: string, other: string): boolean {
  const [a, b] = [bytesOf(one), bytesOf(other)];
  if (a < 1000 || b < 1000) return a === b;
  return Math.abs(a - b) <= SIZE_TOLERANCE * Math.max(a, b);
}

function bytesOf(size: string): number {
  const [, figure = '', unit = 'B'] = /^([\d.]+) ?([a-zA-Z]+)?$/.exec(size) ?? [];
  return Number(figure) * (UNITS.get(unit) ?? Number.NaN);
}
