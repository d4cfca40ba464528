import type { ISearchDecorationOptions } from '@xterm/addon-search';
import type { ITheme } from '@xterm/xterm';

/** Colours of the terminal; background and text are those of tokens.css's `--screen` and `--screen-ink`. */
export const terminalThemes: Readonly<Record<'light' | 'dark', ITheme>> = {
  light: {
    background: '#fffdf9',
    foreground: '#22272e',
    cursor: '#a5441b',
    cursorAccent: '#fffdf9',
    selectionBackground: '#cfe0ec',
    black: '#22272e',
    red: '#a8262d',
    green: '#2a6a3c',
    yellow: '#7d5600',
    blue: '#1a5c86',
    magenta: '#7d3a86',
    cyan: '#14666b',
    white: '#5c6470',
    brightBlack: '#5c6470',
    brightRed: '#c23a2b',
    brightGreen: '#2f7d45',
    brightYellow: '#8d6400',
    brightBlue: '#2271a6',
    brightMagenta: '#94489e',
    brightCyan: '#187a80',
    brightWhite: '#22272e',
  },
  dark: {
    background: '#10141a',
    foreground: '#d8dde3',
    cursor: '#e8a077',
    cursorAccent: '#10141a',
    selectionBackground: '#2f4a5f',
    black: '#3a444f',
    red: '#ee8783',
    green: '#86c99a',
    yellow: '#dfbd72',
    blue: '#82bce0',
    magenta: '#cba0d6',
    cyan: '#7fc8c8',
    white: '#d8dde3',
    brightBlack: '#8d98a5',
    brightRed: '#f6a5a0',
    brightGreen: '#a3dbb3',
    brightYellow: '#ecd295',
    brightBlue: '#a5d2ee',
    brightMagenta: '#dcbde4',
    brightCyan: '#a2dcdc',
    brightWhite: '#f4f6f8',
  },
};

/** Colours of what was found, with text on them as it is. Only this form of a colour is taken there. */
export const findColors: Readonly<Record<'light' | 'dark', ISearchDecorationOptions>> = {
  light: {
    matchBackground: '#f3e3b3',
    activeMatchBackground: '#f0b98d',
    activeMatchBorder: '#a5441b',
    matchOverviewRuler: '#7d5600',
    activeMatchColorOverviewRuler: '#a5441b',
  },
  dark: {
    matchBackground: '#4d4220',
    activeMatchBackground: '#6b3f22',
    activeMatchBorder: '#e8a077',
    matchOverviewRuler: '#dfbd72',
    activeMatchColorOverviewRuler: '#e8a077',
  },
};
