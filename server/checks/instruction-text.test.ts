import { expect, test } from 'vitest';
import { MAX_INSTRUCTION_LENGTH } from '../../src/shared/engine-views.ts';
import { instructionText } from './instruction-text.ts';

test.each([
  ['RUN /bin/sh -c date -u > built.txt # buildkit', 'RUN date -u > built.txt'],
  ['RUN |2 VERSION=1.4 USER=web /bin/sh -c echo $VERSION # buildkit', 'RUN echo $VERSION'],
  ['/bin/sh -c apt-get update     && rm -rf /var/lib/apt/lists/*', 'RUN apt-get update && rm -rf /var/lib/apt/lists/*'],
  ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD ["sh"]'],
  ['/bin/sh -c #(nop) COPY file:4aa741a820bc9cd1 in /etc/motd ', 'COPY … /etc/motd'],
  ['/bin/sh -c #(nop) ADD multi:0b in /srv/ ', 'ADD … /srv/'],
  ['COPY index.html . # buildkit', 'COPY index.html .'],
  ['EXPOSE map[80/tcp:{}]', 'EXPOSE map[80/tcp:{}]'],
  ["# debian.sh --arch 'amd64' out/ 'trixie'", "# debian.sh --arch 'amd64' out/ 'trixie'"],
  ['', ''],
])('%s', (createdBy, text) => {
  expect(instructionText(createdBy)).toBe(text);
});

test('a long one is cut, and says so', () => {
  const text = instructionText(`RUN /bin/sh -c ${'x'.repeat(10_000)}`);
  expect(text).toHaveLength(MAX_INSTRUCTION_LENGTH);
  expect(text.endsWith('…')).toBe(true);
});
