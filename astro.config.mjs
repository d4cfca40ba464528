import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import { defineConfig } from 'astro/config';
import { requireCourse } from './setup/courses.ts';
import { lessonFramers, lessonReaders } from './src/lib/lesson-plugins.ts';
import { DEFAULT_COURSE } from './src/shared/built-course.ts';

const course = requireCourse(import.meta.dirname, process.env.DRYDOCK_COURSE || DEFAULT_COURSE);

/** The stores and small parts that the islands of a lesson share. */
const LESSON_MODULES =
  /src\/(lib\/(announce|desk-actions|desk-panels|desk-terminals|desk-view|exercise-news|machine|me|page-connection|page-state|pictured-parts|remembered|role|settings|site-keys|status-text|store|task-mark|task-points|task-room|terminal-stand|theme)\.ts|islands\/(inline-code|lazy-action|task-list|use-hydrated|use-store)\.tsx?)$/;

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
  vite: {
    define: { 'import.meta.env.COURSE': JSON.stringify(course) },
    // What every lesson loads anyway comes in two files: thirty small ones compress worse, and each costs a request.
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: {
              codeSplitting: {
                groups: [
                  { name: 'preact', test: /node_modules\/(preact|@astrojs\/preact)\// },
                  { name: 'page', test: LESSON_MODULES },
                ],
              },
            },
          },
        },
      },
    },
  },
});
