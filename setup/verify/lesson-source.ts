import { mdxToMdast } from 'satteri';
import { type CommandsFence, readCodeFence, type ShownFence } from '../../src/lib/code-fence.ts';

/** What a lesson shows as a block's output. Lines count from 1. */
export interface ShownOutput extends ShownFence {
  readonly text: string;
  /** Of the opening backticks. */
  readonly line: number;
  /** What its lines begin with in the file, for a block within a list. */
  readonly indent: string;
}

export interface LessonCommands extends CommandsFence {
  /** Of the opening backticks. */
  readonly line: number;
  readonly output: ShownOutput | undefined;
}

/** Something in a lesson that leads elsewhere. */
export interface LessonReference {
  readonly kind: 'link' | 'image' | 'import' | 'exercise';
  readonly target: string;
  readonly line: number;
}

export interface LessonSource {
  readonly commands: readonly LessonCommands[];
  /** Output that follows no commands. */
  readonly unowned: readonly ShownOutput[];
  readonly references: readonly LessonReference[];
  /** What an address may name behind its `#`. */
  readonly anchors: ReadonlySet<string>;
}

/** What is read of a node, whatever else its kind has. */
interface Node {
  readonly type: string;
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly value?: string;
  readonly url?: string;
  readonly name?: string | null;
  readonly attributes?: readonly { readonly name?: string; readonly value?: unknown }[];
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number; readonly column: number } };
}

const IMPORT = /^import\s[^'"]*['"]([^'"]+)['"]/gm;

/** Reads a lesson as the build does. A block of ```text is what the commands before it print, where no heading and no other block stands between them. */
export function readLesson(source: string): LessonSource {
  const commands: LessonCommands[] = [];
  const unowned: ShownOutput[] = [];
  const references: LessonReference[] = [];
  const anchors = new Anchors();
  const lines = source.split('\n');
  /** The commands whose output may come next. */
  let printing: (CommandsFence & { readonly line: number }) | undefined;
  const close = (output: ShownOutput | undefined) => {
    if (printing) commands.push({ ...printing, output });
    else if (output) unowned.push(output);
    printing = undefined;
  };

  const readCode = (node: Node, line: number) => {
    // Files and quizzes are the build's to read.
    if (node.lang !== 'bash' && node.lang !== 'text') return close(undefined);
    const text = node.value ?? '';
    const fence = readCodeFence({ language: node.lang ?? undefined, words: node.meta ?? '', text });
    if (fence.kind === 'mistake') throw new Error(`line ${line}: ${fence.mistake}`);
    if (fence.kind === 'commands') {
      close(undefined);
      printing = { ...fence, line };
    } else close({ ...fence, text, line, indent: /^\s*/.exec(lines[line - 1] ?? '')?.[0] ?? '' });
  };

  const read = (node: Node): void => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'code') readCode(node, line);
    else if (node.type === 'heading') {
      close(undefined);
      anchors.addHeading(textOf(node));
    } else if (node.type === 'link' || node.type === 'definition') {
      references.push({ kind: 'link', target: node.url ?? '', line });
    } else if (node.type === 'image') references.push({ kind: 'image', target: node.url ?? '', line });
    else if (node.type === 'mdxjsEsm') {
      for (const { 1: target = '', index } of (node.value ?? '').matchAll(IMPORT)) {
        const before = (node.value ?? '').slice(0, index).split('\n').length - 1;
        references.push({ kind: 'import', target, line: line + before });
      }
    } else if (node.type.startsWith('mdxJsx')) readElement(node, line);
    node.children?.forEach(read);
  };

  const readElement = ({ name, attributes = [] }: Node, line: number) => {
    for (const { name: attribute, value } of attributes) {
      if (typeof value !== 'string') continue;
      if (attribute === 'href') references.push({ kind: 'link', target: value, line });
      else if (attribute === 'src') references.push({ kind: 'image', target: value, line });
      else if (attribute === 'id' && name === 'Exercise') {
        references.push({ kind: 'exercise', target: value, line });
        // As the component names itself.
        anchors.add(`exercise-${value}`);
      } else if (attribute === 'id') anchors.add(value);
    }
  };

  read(mdxToMdast(withoutFrontmatter(source)) as Node);
  close(undefined);
  return { commands, unowned, references, anchors: anchors.all };
}

/** Leaves its lines empty, so that all others keep their numbers. */
function withoutFrontmatter(source: string): string {
  return source.replace(/^---\n[\s\S]*?\n---(?=\n|$)/, (matter) => matter.replace(/[^\n]/g, ''));
}

function textOf({ value, children }: Node): string {
  return children ? children.map(textOf).join('') : (value ?? '');
}

/** The names that the build gives to headings: GitHub's way, with a number behind one that came before. */
class Anchors {
  readonly all = new Set<string>();
  readonly #times = new Map<string, number>();

  add(anchor: string): void {
    this.all.add(anchor);
  }

  addHeading(text: string): void {
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const times = this.#times.get(slug) ?? 0;
    this.#times.set(slug, times + 1);
    this.add(times === 0 ? slug : `${slug}-${times}`);
  }
}
