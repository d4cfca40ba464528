/** A custom property of tokens.css. `dark` is set where it differs by theme. */
export interface DesignToken {
  readonly name: string;
  readonly light: string;
  readonly dark: string | undefined;
}

/** Reads the tokens from the text of tokens.css, in its order. */
export function readTokens(css: string): readonly DesignToken[] {
  const [root = ''] = css.split(/\n\}/);
  return [...root.matchAll(/^ {2}--([\w-]+):\s*([^;]+);/gm)].map(([, name = '', value = '']) => {
    const [, light, dark] = /^light-dark\((#\w+), (#\w+)\)$/.exec(value.trim()) ?? [];
    return { name, light: light ?? value.trim().replaceAll(/\s+/g, ' '), dark };
  });
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of two `#rrggbb`, from 1 to 21. Source: WCAG 2.2, contrast ratio. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** What text is written in, and on what. */
export const textPairs = ['ink', 'ink-soft', 'accent', 'warm', 'good']
  .flatMap((ink) => ['paper', 'panel', 'raised', 'accent-wash', 'warm-wash'].map((ground) => ({ ink, ground })))
  .concat([
    { ink: 'accent-ink', ground: 'accent' },
    { ink: 'paper', ground: 'warm' },
    { ink: 'screen-ink', ground: 'screen' },
  ]);
