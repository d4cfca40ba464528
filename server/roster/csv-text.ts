import { stringify } from 'csv-stringify/sync';

/**
 * CSV as spreadsheets open it: RFC 4180, with a mark that says UTF-8 in front. A cell that a spreadsheet would take for a formula begins with an apostrophe: learners choose their own
 * names.
 */
export function csvText(columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const lines = [columns, ...rows].map((row) => row.map((cell) => cell ?? ''));
  return stringify(lines, { bom: true, escape_formulas: true, record_delimiter: 'windows' });
}
