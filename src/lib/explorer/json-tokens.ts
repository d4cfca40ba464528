/** A piece of a JSON text: as it stands there, and where it is a digest or a string that something is known of. */
export interface JsonToken {
  readonly kind: 'key' | 'string' | 'digest' | 'plain';
  readonly text: string;
}

const STRING = /"(?:[^"\\]|\\.)*"/g;
const DIGEST = /^"sha256:[0-9a-f]{64}"$/;

/** Cuts a JSON text into what is shown of it. All of the pieces together are the text. */
export function jsonTokens(text: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  let at = 0;
  for (const match of text.matchAll(STRING)) {
    if (match.index > at) tokens.push({ kind: 'plain', text: text.slice(at, match.index) });
    at = match.index + match[0].length;
    const isKey = /^\s*:/.test(text.slice(at, at + 20));
    tokens.push({ kind: isKey ? 'key' : DIGEST.test(match[0]) ? 'digest' : 'string', text: match[0] });
  }
  if (at < text.length) tokens.push({ kind: 'plain', text: text.slice(at) });
  return tokens;
}

/** The same document with a line for each of its values. What is hashed is the text as it came. */
export function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
