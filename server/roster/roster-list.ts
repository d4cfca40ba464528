import { CsvError, parse } from 'csv-parse/sync';
import {
  MAX_ROSTER_CHARACTERS,
  MAX_ROSTER_LINES,
  ownIdSchema,
  personNameSchema,
} from '../../src/shared/class-views.ts';

/** A person as a list names them. `ownId` is what their school or firm calls them. */
export interface ListedPerson {
  readonly name: string;
  readonly ownId: string | null;
}

export type RosterList =
  | { readonly kind: 'read'; readonly people: readonly ListedPerson[] }
  /** What is wrong, each with its line, in words for who made the list. */
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

/** Who is in the class already. */
export interface KnownPeople {
  readonly names: readonly string[];
  readonly ownIds: readonly string[];
}

/** Enough to see what is wrong with a list; the rest shows when these are put right. */
const MAX_PROBLEMS = 8;

interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

/** As people compare names. */
const folded = (text: string) => text.normalize('NFC').toLowerCase();

const wrong = (...problems: string[]): RosterList => ({ kind: 'wrong', problems });

/**
 * Reads a list of people: CSV (RFC 4180) as spreadsheets write it, with commas, semicolons or tabs, and a first line of column names or without. Names stand in the first column or
 * the one called `name`, own ids in the second or the one called `id`. A list with one bad line is bad as a whole.
 */
export function readRosterList(text: string, known: KnownPeople = { names: [], ownIds: [] }): RosterList {
  if (text.length > MAX_ROSTER_CHARACTERS) {
    return wrong(
      `The list has more than ${MAX_ROSTER_CHARACTERS} characters. Divide it, and import the parts one by one.`,
    );
  }
  const read = readLines(text);
  if ('problem' in read) return wrong(read.problem);
  const [first, ...rest] = read.lines;
  if (!first) return wrong('The list is empty. Write one name a line.');
  const columns = readColumnNames(first.cells);
  const lines = columns ? rest : read.lines;
  if (lines.length === 0) return wrong('Below its column names the list is empty. Write one name a line.');
  if (lines.length > MAX_ROSTER_LINES) {
    return wrong(
      `The list has ${lines.length} lines, and may have ${MAX_ROSTER_LINES}. Divide it, and import the parts one by one.`,
    );
  }
  return readPeople(lines, columns, known);
}

function readLines(text: string): { readonly lines: readonly Line[] } | { readonly problem: string } {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
    const lines = records.map(({ record, info }) => ({ number: info.lines, cells: record }));
    return { lines: lines.filter(({ cells }) => cells.some((cell) => cell !== '')) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines'] ?? 1);
    return {
      problem: `Line ${line}: the quotation marks do not match. Write a name with a quotation mark in it as "Ann ""Bee"" Cole", or leave the marks out.`,
    };
  }
}

/** The first of these outside quotation marks in the first line: a spreadsheet writes semicolons where commas stand in numbers. */
function delimiterOf(text: string): ';' | '\t' | ',' {
  const start = text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '') ?? '';
  const bare = start.replace(/"[^"]*"/g, '');
  return bare.includes(';') ? ';' : bare.includes('\t') ? '\t' : ',';
}

interface Columns {
  readonly name: number;
  readonly ownId: number | undefined;
}

/** `undefined` where the first line is a person already. */
function readColumnNames(cells: readonly string[]): Columns | undefined {
  const names = cells.map((cell) => cell.toLowerCase());
  const name = names.indexOf('name');
  if (name < 0) return undefined;
  const ownId = names.indexOf('id');
  return { name, ownId: ownId < 0 ? undefined : ownId };
}

function readPeople(lines: readonly Line[], columns: Columns | undefined, known: KnownPeople): RosterList {
  const problems: string[] = [];
  const people: ListedPerson[] = [];
  const names = new Map(known.names.map((name) => [folded(name), 'in the class']));
  const ownIds = new Map(known.ownIds.map((ownId) => [folded(ownId), 'in the class']));
  for (const { number, cells } of lines) {
    const say = (problem: string) => problems.push(`Line ${number}: ${problem}`);
    if (!columns && cells.length > 2 && cells.slice(2).some((cell) => cell !== '')) {
      say(
        'has more than a name and an id. Put column names above the list (“name”, “id”), or a name with a comma in it between quotation marks.',
      );
      continue;
    }
    const name = personNameSchema.safeParse(cells[columns?.name ?? 0] ?? '');
    const idCell = columns ? (columns.ownId === undefined ? '' : (cells[columns.ownId] ?? '')) : (cells[1] ?? '');
    const ownId = idCell === '' ? undefined : ownIdSchema.safeParse(idCell);
    if (!name.success) say('has no name that can be used: 1 to 60 letters that can be seen.');
    else if (ownId?.success === false) say('has an id that can’t be used: at most 40 letters that can be seen.');
    else if (ownId) {
      const before = ownIds.get(folded(ownId.data));
      if (before) say(`the id “${ownId.data}” is ${before} already.`);
      ownIds.set(folded(ownId.data), `on line ${number}`);
      people.push({ name: name.data, ownId: ownId.data });
    } else {
      const before = names.get(folded(name.data));
      if (before) say(`“${name.data}” is ${before} already. If this is somebody else, tell them apart by an id.`);
      people.push({ name: name.data, ownId: null });
    }
    if (name.success) names.set(folded(name.data), names.get(folded(name.data)) ?? `on line ${number}`);
  }
  if (problems.length === 0) return { kind: 'read', people };
  const more = problems.length - MAX_PROBLEMS;
  return wrong(...problems.slice(0, MAX_PROBLEMS), ...(more > 0 ? [`And ${more} more lines.`] : []));
}
