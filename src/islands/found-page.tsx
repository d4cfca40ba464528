import type { FoundText } from '../lib/pagefind.ts';

/** One page may have the word in each of its sections. */
const MAX_SECTIONS = 3;

/** A page that was found: its title, and the sections with what was looked for. */
export function FoundPage({ page: { url, meta, sub_results: sections } }: { readonly page: FoundText }) {
  const title = meta['title'] ?? url;
  const shown = sections.slice(0, MAX_SECTIONS);
  return (
    <li>
      <a href={url}>
        {meta['place'] && <span class="kicker">{meta['place']}</span>}
        <b>{title}</b>
      </a>
      <ul>
        {shown.map((section) => (
          <li key={section.url}>
            <a href={section.url}>
              {section.url.includes('#') && <span class="found-heading">{section.title}</span>}
              <Excerpt html={section.excerpt} />
            </a>
          </li>
        ))}
      </ul>
    </li>
  );
}

/** Of the HTML that the search gives, text and marks are kept and nothing else. */
function Excerpt({ html }: { readonly html: string }) {
  const parts = [...new DOMParser().parseFromString(html, 'text/html').body.childNodes];
  return (
    <span class="found-excerpt">
      {parts.map((part) => (part.nodeName === 'MARK' ? <mark>{part.textContent}</mark> : part.textContent))}
    </span>
  );
}
