import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

type Path = readonly (string | number)[];

/** What a piece of YAML, or of JSON, says, and where. */
export interface YamlSource {
  readonly value: unknown;
  /** What can't be read at all; `value` is of no use then. */
  readonly faults: readonly { readonly line: number; readonly text: string }[];
  /** The line of what the path leads to, or of the last step of it that is there. */
  lineOf(path: Path): number;
}

/** Parses `text`, whose first line is line `firstLine` of its file. */
export function readYaml(text: string, firstLine = 1): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => lines.linePos(offset).line + firstLine - 1;
  const faults = document.errors.map(({ pos, message }) => ({ line: lineAt(pos[0]), text: message }));
  return {
    value: faults.length === 0 ? document.toJS() : undefined,
    faults,
    lineOf(path) {
      let node: unknown = document.contents;
      let offset = isNode(node) ? node.range?.[0] : undefined;
      for (const step of path) {
        // A key stands where its author looks, and its value may begin a line below.
        if (isMap(node)) {
          const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
          if (!isPair(pair)) break;
          offset = isNode(pair.key) ? pair.key.range?.[0] : offset;
          node = pair.value;
        } else if (isSeq(node)) {
          const item: unknown = node.items[Number(step)];
          if (item === undefined) break;
          node = item;
          offset = isNode(item) ? item.range?.[0] : offset;
        } else break;
      }
      return offset === undefined ? firstLine : lineAt(offset);
    },
  };
}
