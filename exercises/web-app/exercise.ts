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
    {
      id: 'index',
      title: 'Write `index.html` with an `<h1>` heading of your own',
      hints: [
        'The file belongs into the folder of this exercise. Go there first: `cd ~/web-app`.',
        'One line is a page already: an opening `<h1>`, your words, a closing `</h1>`. Write it with an editor, such as `nano index.html`, or with `echo` and `>`.',
        "Put your own words in the place of the dots: `echo '<h1>…</h1>' > index.html`.",
      ],
      check: checkIndex,
    },
    {
      id: 'dockerfile',
      title: 'Write a `Dockerfile`: from `nginx:1.26`, with your page copied to `/usr/share/nginx/html/`',
      hints: [
        'Two lines are enough. One says which image yours starts from, the other brings your page into it.',
        'The file is called `Dockerfile`, with no ending, and stands beside `index.html`. Its first instruction is `FROM`, its second `COPY`.',
        '`COPY` takes first what to copy from this folder, then where to in the image. So the second line is `COPY index.html /usr/share/nginx/html/`.',
      ],
      check: checkDockerfile,
    },
    {
      id: 'image',
      title: 'Build `webapp:1.0`, with exactly one layer over `nginx:1.26`',
      hints: [
        '`docker build` makes an image from a `Dockerfile`. Its option `-t` gives the image a name.',
        'It also wants to know which folder to build from. The one that you are in is written as a dot.',
        'In `~/web-app`: `docker build -t webapp:1.0 .`. Too many layers? Each `RUN`, `COPY` and `WORKDIR` makes one; keep a single `COPY`.',
      ],
      check: checkImage,
    },
    {
      id: 'container',
      title: 'Run a container of `webapp:1.0`, with its port 80 published on 8080',
      hints: [
        'A port of a container is closed to the outside until it is published. That is decided when the container is made.',
        'The option is `-p`: first the port outside, a colon, then the port inside. With `-d` the container runs in the background.',
        '`docker run -d -p 8080:80 webapp:1.0`. If the port is taken, `docker ps` shows by whom; `docker rm -f` and its name free it.',
      ],
      check: checkContainer,
    },
    {
      id: 'page',
      title: 'Port 8080 serves your `index.html`',
      hints: [
        'See what is served: `curl localhost:8080`. Then compare it with your file: `cat index.html`.',
        'An image keeps your page as it was when you built it, and a container keeps to its image. A later change reaches neither by itself.',
        'Build again, remove the old container with `docker rm -f` and its name, then run a new one as before.',
      ],
      check: checkPage,
    },
  ],
});
