import type { HastPluginDefinition, HastPluginEntry, MdastPluginDefinition, MdastPluginEntry } from 'satteri';
import { MAX_COMMAND_BLOCKS } from '../shared/command-blocks.ts';
import { readCodeFence } from './code-fence.ts';

/** One block of commands of the lesson that is being compiled. */
interface FoundBlock {
  /** Counted from 0 among those that can be run; `undefined` for one that can't. */
  readonly index: number | undefined;
  readonly noRun: string | undefined;
}

/** What Astro and these plugins keep with a document while it is compiled. */
interface DocumentData {
  astro?: { readonly frontmatter: Record<string, unknown> };
  commandBlocks?: readonly FoundBlock[];
}

/**
 * Reads a lesson's fenced blocks. Adds to its frontmatter, each in the order of the text: `commandBlocks`, the commands of those that can be run, and `outputs`, what
 * is shown as printed, for pictures that read their figures from it.
 * Throws with all mistakes of the lesson's author, each with file, line and fix.
 */
export const readCommandBlocks: MdastPluginEntry = ({ fileURL }): MdastPluginDefinition => {
  const file = fileURL ? decodeURI(fileURL.pathname).replace(/^.*\/(?=content\/)/, '') : 'lesson';
  const found: FoundBlock[] = [];
  const commands: string[] = [];
  const outputs: string[] = [];
  const mistakes: string[] = [];
  return {
    name: 'read-command-blocks',
    options: { position: true },
    code(node) {
      const meaning = readCodeFence({
        language: node.lang ?? undefined,
        words: node.meta ?? '',
        text: node.value,
      });
      switch (meaning.kind) {
        case 'shown':
          if (node.lang === 'text') outputs.push(node.value);
          return;
        case 'mistake':
          mistakes.push(`${file}:${node.position?.start.line ?? '?'}: ${meaning.mistake}`);
          return;
        case 'commands':
          if (meaning.noRun === undefined) {
            found.push({ index: commands.length, noRun: undefined });
            commands.push(meaning.commands);
          } else found.push({ index: undefined, noRun: meaning.noRun });
      }
    },
    after(_root, context) {
      if (commands.length > MAX_COMMAND_BLOCKS) {
        mistakes.push(`${file}: more than ${MAX_COMMAND_BLOCKS} blocks of commands. Make two lessons of it.`);
      }
      if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
      const data = context.data as DocumentData;
      data.commandBlocks = found;
      if (data.astro) Object.assign(data.astro.frontmatter, { commandBlocks: commands, outputs });
    },
  };
};

/** Puts a frame with a place for buttons around each block of commands, highlighted by now; `data-block` has the index of one that can be run. */
export const frameCommandBlocks: HastPluginEntry = (): HastPluginDefinition => {
  let framed = 0;
  return {
    name: 'frame-command-blocks',
    element: {
      filter: ['pre'],
      visit(node, context) {
        if (node.properties['dataLanguage'] !== 'bash') return;
        const block = (context.data as DocumentData).commandBlocks?.[framed++];
        if (!block) throw new Error('A highlighted block of commands was not read before.');
        const reason = block.noRun === undefined ? [] : [element('span', 'commands-reason', [text(block.noRun)])];
        const frame = element('div', 'commands', [element('div', 'commands-tools', reason)]);
        if (block.index !== undefined) frame.properties['data-block'] = String(block.index);
        context.wrapNode(node, frame);
      },
    },
    after(_root, context) {
      const read = (context.data as DocumentData).commandBlocks?.length ?? 0;
      if (framed !== read) throw new Error(`${read} blocks of commands were read, and ${framed} framed.`);
    },
  };
};

interface PlainElement {
  type: 'element';
  tagName: string;
  properties: Record<string, string>;
  children: (PlainElement | PlainText)[];
}

interface PlainText {
  type: 'text';
  value: string;
}

const text = (value: string): PlainText => ({ type: 'text', value });

const element = (tagName: string, name: string, children: (PlainElement | PlainText)[]): PlainElement => ({
  type: 'element',
  tagName,
  properties: { class: name },
  children,
});
