import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import { defineConfig } from 'astro/config';

export default defineConfig({
  output: 'static',
  trailingSlash: 'always',
  integrations: [mdx(), preact()],
  // Colours come from tokens.css, so that one highlighting serves both themes.
  markdown: { syntaxHighlight: 'shiki', shikiConfig: { theme: 'css-variables' } },
  devToolbar: { enabled: false },
});
