import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import { defineConfig } from 'astro/config';
import { frameCommandBlocks, readCommandBlocks } from './src/lib/command-blocks-plugin.ts';

export default defineConfig({
  output: 'static',
  trailingSlash: 'always',
  integrations: [mdx(), preact()],
  markdown: {
    processor: satteri({ mdastPlugins: [readCommandBlocks], hastPlugins: [frameCommandBlocks] }),
    syntaxHighlight: 'shiki',
    // Colours come from tokens.css, so that one highlighting serves both themes.
    shikiConfig: { theme: 'css-variables' },
  },
  devToolbar: { enabled: false },
});
