import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf, EVERYTHING } from './changes.ts';
import type { ReadTopic } from './check-runner.ts';
import { EngineEvents } from './engine-events.ts';

const line = (type: string, action: string, more: object = {}) =>
  `${JSON.stringify({ status: action, id: 'web', ...more, Type: type, Action: action, scope: 'local', time: 1 })}\n`;

test('an event is its type and its action, whatever else it says', () => {
  const labels = { Actor: { Attributes: { Type: 'image', note: 'a "quoted" word\\n{"Type":"network"}' } } };
  const events = new EngineEvents().feed(
    Buffer.from(line('image', 'tag') + line('container', 'health_status: healthy', labels)),
  );
  expect(events).toEqual([
    { type: 'image', action: 'tag' },
    { type: 'container', action: 'health_status: healthy' },
  ]);
});

test('the same is found however the stream is cut', () => {
  const whole = Buffer.from(
    line('image', 'tag', { from: 'köln:1' }) + line('network', 'connect') + line('builder', 'prune'),
  );
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length)), (cuts) => {
      const stream = new EngineEvents();
      const edges = [0, ...cuts.sort((one, other) => one - other), whole.length];
      const found = edges.slice(1).flatMap((edge, index) => stream.feed(whole.subarray(edges[index], edge)));
      expect(found.map(({ type }) => type)).toEqual(['image', 'network', 'builder']);
    }),
  );
});

test('what is too long or no event neither grows nor hides what follows it, and may be about anything', () => {
  const stream = new EngineEvents();
  const found = [
    ...Array.from({ length: 64 }, () => Buffer.alloc(64 * 1024, 'x')).flatMap((part) => stream.feed(part)),
    ...stream.feed(Buffer.from(`\n[]\nnonsense\n${line('image', 'pull')}`)),
  ];
  expect(found.map(changeOf)).toEqual([EVERYTHING, EVERYTHING, EVERYTHING, new Set(['images', 'build-cache'])]);
});

test.each<[string, string, ReadTopic[]]>([
  ['image', 'tag', ['images', 'build-cache']],
  ['image', 'push', ['registry']],
  ['container', 'start', ['containers', 'ports']],
  ['container', 'commit', ['containers', 'ports', 'images']],
  ['network', 'connect', ['containers']],
  ['volume', 'mount', ['containers']],
  ['builder', 'prune', ['build-cache']],
])('%s %s may change %j', (type, action, topics) => {
  expect(changeOf({ type, action })).toEqual(new Set(topics));
});
