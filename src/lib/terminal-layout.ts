import * as z from 'zod/mini';
import { FIRST_TERMINAL, slugSchema } from '../shared/ids.ts';

/** As many shells as the server gives one sandbox. */
export const MAX_TERMINALS = 4;

/** A pane that is smaller shows too little to work with. */
export const MIN_SHARE = 0.2;
export const MAX_SHARE = 1 - MIN_SHARE;
export const EVEN_SHARE = 0.5;

/**
 * Which terminals a desk has, and which of them are seen. `tabs` is never empty and names each once; `panes` are of the tabs; `active` is of the panes.
 * `share` is the first pane's part of the room, where there are two.
 */
export interface TerminalLayout {
  readonly tabs: readonly string[];
  readonly panes: readonly [string] | readonly [string, string];
  readonly active: string;
  readonly share: number;
}

const NAMES: readonly string[] = [
  FIRST_TERMINAL,
  ...Array.from({ length: MAX_TERMINALS - 1 }, (_, i) => `shell-${i + 2}`),
];

export function singleLayout(name: string = FIRST_TERMINAL): TerminalLayout {
  return { tabs: [name], panes: [name], active: name, share: EVEN_SHARE };
}

/** What a terminal is called while nothing runs in it. */
export function terminalLabel(name: string): string {
  const index = NAMES.indexOf(name);
  return index < 0 ? name : `Terminal ${index + 1}`;
}

/** A name for one terminal more; `undefined` where there can be no more. `taken` has at least those of the tabs. */
export function freeName(taken: Iterable<string>): string | undefined {
  const names = new Set(taken);
  return names.size >= MAX_TERMINALS ? undefined : NAMES.find((name) => !names.has(name));
}

/** Shows a terminal where the active one is, or goes to it where it is seen already. */
export function activateTerminal(layout: TerminalLayout, name: string): TerminalLayout {
  if (!layout.tabs.includes(name)) return layout;
  if (layout.panes.some((pane) => pane === name)) return { ...layout, active: name };
  const [first, second] = layout.panes;
  if (second === undefined) return { ...layout, panes: [name], active: name };
  return { ...layout, panes: first === layout.active ? [name, second] : [first, name], active: name };
}

/** Adds a terminal behind the others, and shows it. */
export function addTerminal(layout: TerminalLayout, name: string): TerminalLayout {
  const tabs = layout.tabs.includes(name) ? layout.tabs : [...layout.tabs, name];
  return activateTerminal({ ...layout, tabs }, name);
}

/** `undefined` when it was the last one. */
export function closeTerminal(layout: TerminalLayout, name: string): TerminalLayout | undefined {
  const index = layout.tabs.indexOf(name);
  if (index < 0) return layout;
  const tabs = layout.tabs.toSpliced(index, 1);
  const seen = layout.panes.filter((pane) => pane !== name);
  // The neighbour takes its place.
  const next = seen[0] ?? tabs[Math.min(index, tabs.length - 1)];
  if (next === undefined) return undefined;
  if (seen.length === layout.panes.length) return { ...layout, tabs };
  return { ...layout, tabs, panes: [next], active: next };
}

/** Shows a terminal beside the active one, in the order of their tabs. It may be new. */
export function splitTerminals(layout: TerminalLayout, name: string): TerminalLayout {
  if (name === layout.active || layout.panes.length === 2) return layout;
  const tabs = layout.tabs.includes(name) ? layout.tabs : [...layout.tabs, name];
  const isBefore = tabs.indexOf(name) < tabs.indexOf(layout.active);
  return { ...layout, tabs, panes: isBefore ? [name, layout.active] : [layout.active, name], active: name };
}

export function joinTerminals(layout: TerminalLayout): TerminalLayout {
  return { ...layout, panes: [layout.active] };
}

/** Which terminal a split shows beside the active one: its next neighbour. `undefined` where it is alone. */
export function neighbour(layout: TerminalLayout): string | undefined {
  const index = layout.tabs.indexOf(layout.active);
  return layout.tabs[index + 1] ?? layout.tabs[index - 1];
}

/** The tab that an arrow key leads to, around the ends. */
export function stepTab({ tabs, active }: TerminalLayout, by: 1 | -1): string {
  return tabs.at((tabs.indexOf(active) + by) % tabs.length) ?? active;
}

export function shareLayout(layout: TerminalLayout, share: number): TerminalLayout {
  return { ...layout, share: Math.min(MAX_SHARE, Math.max(MIN_SHARE, share)) };
}

/**
 * Brings the tabs in line with the shells that run. What runs gets a tab; what does not run loses it, unless it is one of those that this page `holds`: an ended
 * shell's last screen stays until it is closed.
 */
export function reconcileLayout(
  layout: TerminalLayout,
  running: readonly string[],
  holds: readonly string[],
): TerminalLayout {
  const stay = new Set([...running, ...holds]);
  const gone = layout.tabs.filter((name) => !stay.has(name));
  const come = [...stay].filter((name) => !layout.tabs.includes(name));
  const grown = { ...layout, tabs: [...layout.tabs, ...come] };
  return (
    gone.reduce<TerminalLayout | undefined>((left, name) => left && closeTerminal(left, name), grown) ?? singleLayout()
  );
}

const storedSchema = z.object({
  tabs: z.array(slugSchema).check(z.minLength(1), z.maxLength(MAX_TERMINALS)),
  panes: z.array(slugSchema).check(z.minLength(1), z.maxLength(2)),
  active: slugSchema,
  share: z.number().check(z.gte(MIN_SHARE), z.lte(MAX_SHARE)),
});

export function formatLayout(layout: TerminalLayout): string {
  return JSON.stringify(layout);
}

/** Reads what `formatLayout` wrote. Whatever else stands there means the first terminal alone. */
export function parseLayout(text: string | undefined): TerminalLayout {
  const stored = storedSchema.safeParse(parseJson(text));
  if (!stored.success) return singleLayout();
  const { tabs, panes, active, share } = stored.data;
  const [first, second] = panes;
  const isWhole =
    new Set(tabs).size === tabs.length &&
    new Set(panes).size === panes.length &&
    panes.every((pane) => tabs.includes(pane)) &&
    panes.includes(active);
  if (!isWhole || first === undefined) return singleLayout();
  return { tabs, panes: second === undefined ? [first] : [first, second], active, share };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
