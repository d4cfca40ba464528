import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkContainer } from './check-container.ts';
import { checkDockerfile } from './check-dockerfile.ts';
import { checkImage } from './check-image.ts';
import { checkIndex, checkPage } from './check-page.ts';

export default defineExercise({
  id: 'web-app',
  title: 'Your page in an image',
  minutes: 8,
  tasks: [
    { id: 'index', title: 'Write `index.html` with an `<h1>` heading of your own', check: checkIndex },
    {
      id: 'dockerfile',
      title: 'Write a `Dockerfile`: from `nginx:1.26`, with your page copied to `/usr/share/nginx/html/`',
      check: checkDockerfile,
    },
    { id: 'image', title: 'Build `webapp:1.0`, with exactly one layer over `nginx:1.26`', check: checkImage },
    {
      id: 'container',
      title: 'Run a container of `webapp:1.0`, with its port 80 published on 8080',
      check: checkContainer,
    },
    { id: 'page', title: 'Port 8080 serves your `index.html`', check: checkPage },
  ],
});
