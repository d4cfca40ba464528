import { expect, test } from 'vitest';
import { shownHistory } from './shown-history.ts';

const outputs = [
  'hello',
  [
    'SIZE      CREATED BY',
    '0B        CMD ["nginx"]',
    '18B       RUN /bin/sh -c wc -c /etc/passwd # buildkit',
    '330B      /bin/sh -c echo nginx:x:101',
    '13.3MB    /bin/sh -c #(nop) COPY dir:36881daef615a9fe6…',
    '0B        /bin/sh -c #(nop)  ENV NGINX_VERSION=1.26.3',
    'nginx: 15.3MB',
  ].join('\n'),
];

test('reads a history from the output that shows it, the base first, and no line behind it', () => {
  expect(shownHistory(outputs, 'NGINX_VERSION')).toEqual([
    { sizeBytes: 0, instruction: 'ENV NGINX_VERSION=1.26.3' },
    { sizeBytes: 13_300_000, instruction: 'COPY dir:36881daef615a9fe6…' },
    { sizeBytes: 330, instruction: 'RUN echo nginx:x:101' },
    { sizeBytes: 18, instruction: 'RUN wc -c /etc/passwd' },
    { sizeBytes: 0, instruction: 'CMD ["nginx"]' },
  ]);
});

test('what no output shows is a mistake, told with the fix', () => {
  expect(() => shownHistory(outputs, 'PYTHON_VERSION')).toThrow(/"PYTHON_VERSION".*docker history --format/);
});
