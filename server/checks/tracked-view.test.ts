import { expect, test } from 'vitest';
import { handBuiltSandbox } from '../../exercises/hand-built-sandbox.ts';
import { TrackedView, viewMethods } from './tracked-view.ts';

test.each([
  ['image', ['a'], ['images']],
  ['images', [], ['images']],
  ['history', ['a'], ['images']],
  ['layers', ['a'], ['images']],
  ['findInLayers', ['a', 'secret'], ['images']],
  ['containers', [], ['containers']],
  ['container', ['a'], ['containers']],
  ['changes', ['a'], ['containers']],
  ['buildCache', [], ['build-cache']],
  ['manifest', ['a'], ['registry']],
  ['registryTags', ['a'], ['registry']],
  ['account', [], []],
  ['file', ['a'], ['files']],
  ['fileInfo', ['a'], ['files']],
  ['port', [80], ['ports', 'containers']],
  ['http', [80, '/'], ['ports', 'containers']],
  ['answer', [], ['answer']],
  ['commands', [], ['commands']],
] as const)('%s() reads what can change its answer', async (method, args, topics) => {
  const view = new TrackedView(handBuiltSandbox({}));
  await view.look(method, args);
  expect([...view.reads]).toEqual(topics);
});

test('every method of a view can be called', () => {
  expect([...viewMethods].sort()).toEqual(Object.keys(handBuiltSandbox({})).sort());
});

test.each([
  ['constructor', []],
  ['__proto__', []],
  ['toString', []],
  ['exec', ['ls']],
  ['file', []],
  ['file', [null]],
  ['file', [{ toString: 'x' }]],
  ['file', ['a', 'b']],
  ['file', ['x'.repeat(4_097)]],
  ['port', [0]],
  ['port', ['80']],
  ['port', [1.5]],
  ['http', [80]],
])('%s(%j) is refused, and has read nothing', async (method, args) => {
  const view = new TrackedView(handBuiltSandbox({}));
  await expect(view.look(method, args)).rejects.toThrow(TypeError);
  expect(view.reads.size).toBe(0);
});
