import { Fragment, h } from 'preact';
import { splitRichText } from '../lib/rich-text.ts';

/** A quiz's text, with its code and its emphasis. */
export function RichText({ text }: { readonly text: string }) {
  return <>{splitRichText(text).map((piece) => h(piece.mark ?? Fragment, {}, piece.text))}</>;
}
