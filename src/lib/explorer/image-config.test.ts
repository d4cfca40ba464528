import { expect, test } from 'vitest';
import { parseImageConfig, wholeInstruction } from './image-config.ts';

test('an image’s steps are those of its history, with the layers that they made', () => {
  const history = [
    { created_by: '/bin/sh -c #(nop) ADD file:aa in / ' },
    { created_by: 'ENV A=1', empty_layer: true },
    { created_by: 'RUN /bin/sh -c make # buildkit' },
  ];
  const config = parseImageConfig(
    JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: ['x', 'y'] }, history }),
  );
  expect(config?.platform).toBe('linux/amd64');
  expect(config?.steps.map(({ instruction, layer }) => [instruction, layer])).toEqual([
    ['ADD … /', 0],
    ['ENV A=1', undefined],
    ['RUN make', 1],
  ]);
});

test('an image without layers or history has none, and what is no config is none', () => {
  expect(parseImageConfig('{"rootfs":{"diff_ids":null}}')).toMatchObject({ diffIds: [], steps: [] });
  for (const text of ['', '[]', '{}', '{"rootfs":7}']) expect(parseImageConfig(text), text).toBeUndefined();
});

test('an instruction is whole, with its lines', () => {
  const long = `echo ${'x'.repeat(500)} &&\n\techo y`;
  expect(wholeInstruction(`RUN |2 A=1 B=2 /bin/sh -c ${long} # buildkit`)).toBe(`RUN ${long}`);
  expect(wholeInstruction('/bin/sh -c apt-get update')).toBe('RUN apt-get update');
});
