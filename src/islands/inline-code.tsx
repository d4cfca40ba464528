import { splitInlineCode } from '../lib/inline-code.ts';

export function InlineCode({ text }: { readonly text: string }) {
  return <>{splitInlineCode(text).map((piece) => (piece.isCode ? <code>{piece.text}</code> : piece.text))}</>;
}
