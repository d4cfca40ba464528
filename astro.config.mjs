import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import { defineConfig } from 'astro/config';
import { requireCourse } from './setup/courses.ts';
import { lessonFramers, lessonReaders } from './src/lib/lesson-plugins.ts';
import { DEFAULT_COURSE } from './src/shared/built-course.ts';

const course = requireCourse(import.meta.dirname, process.env.DRYDOCK_COURSE || DEFAULT_COURSE);

export default defineConfig({
  output: 'static',
  // Each course has pages of its own, so that none is taken for another's.
  outDir: `dist/${course}`,
  trailingSlash: 'always',
  integrations: [mdx(), preact()],
  markdown: {
    processor: satteri({ mdastPlugins: lessonReaders, hastPlugins: lessonFramers }),
    syntaxHighlight: 'shiki',
    // Colours come from tokens.css, so that one highlighting serves both themes.
    shikiConfig: { theme: 'css-variables' },
  },
  devToolbar: { enabled: false },
  vite: { define: { 'import.meta.env.COURSE': JSON.stringify(course) } },
});
