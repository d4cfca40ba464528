import { byteWords } from '../lib/byte-words.ts';
import { clipCode } from '../lib/clip-text.ts';
import { linkNames, type NameLinks } from '../lib/name-links.ts';
import type { EngineImages } from '../shared/engine-views.ts';

const ROW = 42;
const BOX_HEIGHT = 32;
const FIRST_Y = 32;
const NAME_WIDTH = 250;
const IMAGE_X = 390;
const IMAGE_WIDTH = 250;
const FOOT = 26;

/** Of the start of an id that `docker images` shows. */
const SHORT_ID = 12;

interface NamesDrawingProps {
  readonly engine: EngineImages;
  readonly repositories?: readonly string[] | undefined;
  /** How many names or images there is room for. */
  readonly rows: number;
  /** Of the elements' ids, of which a page may have only one each. */
  readonly id: string;
}

export function namesHeight(rows: number): number {
  return FIRST_Y + rows * ROW + FOOT;
}

/** Names on the left, images on the right, and from each name an arrow to the image that it leads to. */
export function NamesDrawing({ engine, repositories, rows, id }: NamesDrawingProps) {
  const links = linkNames(engine, repositories);
  // More rows than there is room for come closer together; both sides hold no more than eight.
  const pitch = Math.min(ROW, (rows * ROW) / Math.max(links.names.length, links.images.length));
  const boxHeight = Math.min(BOX_HEIGHT, pitch - 4);
  const middleOf = (index: number) => FIRST_Y + index * pitch + boxHeight / 2;
  const height = namesHeight(rows);
  return (
    <svg viewBox={`0 0 640 ${height}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>Names and the images they lead to</title>
      <desc id={`${id}-desc`}>{describeLinks(links)}</desc>
      <text class="head" x="0" y="16">
        names
      </text>
      <text class="head" x={IMAGE_X} y="16">
        images
      </text>
      {links.names.map(({ name, image }, index) => {
        const [y, endY] = [middleOf(index), middleOf(image)];
        return (
          <g key={name}>
            <rect class="box accent" x="0.5" y={y - boxHeight / 2} width={NAME_WIDTH} height={boxHeight} rx="4" />
            <text class="code" x="12" y={y + 5}>
              {clipCode(name, NAME_WIDTH - 24, 13)}
            </text>
            <path class="arrow" d={`M${NAME_WIDTH + 2} ${y} C320 ${y} 320 ${endY} ${IMAGE_X - 6} ${endY}`} />
            <path class="arrow" d={`M${IMAGE_X - 12} ${endY - 5} l7 5 l-7 5`} />
          </g>
        );
      })}
      {links.images.map(({ id: imageId, sizeBytes, isNamed }, index) => {
        const y = middleOf(index);
        return (
          <g key={imageId}>
            <rect
              class={isNamed ? 'layer' : 'box dashed'}
              x={IMAGE_X}
              y={y - boxHeight / 2}
              width={IMAGE_WIDTH - 0.5}
              height={boxHeight}
              rx="4"
            />
            <text class="code" x={IMAGE_X + 12} y={y + 5}>
              {shortId(imageId)}
            </text>
            <text class="small soft end" x={IMAGE_X + IMAGE_WIDTH - 12} y={y + 5}>
              {isNamed ? byteWords(sizeBytes) : 'without a name'}
            </text>
          </g>
        );
      })}
      <text class="small" x="0" y={height - 8}>
        {sumUp(links)}
      </text>
    </svg>
  );
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, SHORT_ID);
}

function sumUp({ names, images, leftOut }: NameLinks): string {
  const named = images.filter(({ isNamed }) => isNamed).length;
  const more = leftOut > 0 ? ` ${leftOut} more ${leftOut === 1 ? 'name is' : 'names are'} not drawn.` : '';
  return `${names.length} ${names.length === 1 ? 'name leads' : 'names lead'} to ${named} ${named === 1 ? 'image' : 'images'}.${more}`;
}

/** The picture in words, for who can't see it. */
export function describeLinks(links: NameLinks): string {
  const names = links.names.map(({ name, image }) => `${name} leads to ${shortId(links.images[image]?.id ?? '')}.`);
  const nameless = links.images.filter(({ isNamed }) => !isNamed).map(({ id }) => `${shortId(id)} has no name.`);
  return [...names, ...nameless, sumUp(links)].join(' ');
}
