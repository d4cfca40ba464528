import { beforeEach, expect, test } from 'vitest';
import type { ClientMessage } from '../shared/protocol/index.ts';
import type { ExerciseState } from '../shared/views.ts';
import { ExerciseRequests } from './exercise-requests.ts';

const WATCH: ClientMessage = { type: 'exercise.watch', exercise: 'layers' };
const HINT: ClientMessage = { type: 'exercise.hint', exercise: 'layers', task: 'count' };
const SOLUTION: ClientMessage = { type: 'exercise.solution', exercise: 'layers' };
const answering = (text: string): ClientMessage => ({
  type: 'exercise.answer',
  exercise: 'layers',
  task: 'count',
  text,
});

function stateOf({ answer = null as string | null, solution = null as string | null }): ExerciseState {
  const task = { id: 'count', passedAt: null, verdict: null, hints: [], hintCount: 2, answer };
  return { exercise: 'layers', tasks: [task], isTried: true, solution };
}

let isOpen: boolean;
let sent: ClientMessage[];
let requests: ExerciseRequests;

beforeEach(() => {
  isOpen = false;
  sent = [];
  // As the connection does: nothing goes out before the welcome.
  requests = new ExerciseRequests({ isOpen: () => isOpen, send: (message) => isOpen && sent.push(message) });
});

/** A new socket, and what was sent on it after the welcome. */
function greet(): readonly ClientMessage[] {
  isOpen = true;
  sent = [];
  requests.greeted();
  return sent;
}

test('rules 19 to 21: what was asked for before the welcome goes out after it, exercises first', () => {
  requests.answer('layers', 'count', '7');
  requests.answer('layers', 'count', '4');
  requests.openHint('layers', 'count');
  requests.openHint('layers', 'count');
  requests.showSolution('layers');
  requests.watch('layers');
  expect(greet()).toEqual([WATCH, HINT, SOLUTION, answering('4')]);
});

test('rule 20: a hint is asked for once, over however many sockets', () => {
  requests.openHint('layers', 'count');
  expect(greet()).toEqual([HINT]);
  expect(greet()).toEqual([]);
  requests.openHint('layers', 'count');
  expect(sent).toEqual([HINT]);
  expect(greet()).toEqual([]);
});

test('rules 20 and 21: an answer and the wish for the solution outlive broken sockets, until the server has them', () => {
  greet();
  requests.answer('layers', 'count', '4');
  requests.showSolution('layers');
  expect(sent).toEqual([answering('4'), SOLUTION]);
  requests.arrived(stateOf({ answer: '7' }));
  expect(greet()).toEqual([SOLUTION, answering('4')]);
  requests.arrived(stateOf({ answer: '4' }));
  expect(greet()).toEqual([SOLUTION]);
  requests.arrived(stateOf({ answer: '4', solution: 'docker pull nginx' }));
  expect(greet()).toEqual([]);
});

test('what the server refused is not asked for again by itself', () => {
  greet();
  requests.answer('layers', 'count', '4');
  requests.showSolution('layers');
  requests.refused();
  expect(greet()).toEqual([]);
});
