import type { ClientMessage } from '../shared/protocol/index.ts';
import type { ExerciseState } from '../shared/views.ts';
import { taskKey } from './page-state.ts';

export interface ExerciseWire {
  /** Whether the server has said welcome. Nothing is sent otherwise. */
  isOpen(): boolean;
  send(message: ClientMessage): void;
}

/** What a page asks of its exercises (rules 19 to 21), before there is a connection and through broken ones. Bounded by the page's own tasks. */
export class ExerciseRequests {
  readonly #wire: ExerciseWire;
  readonly #watched = new Set<string>();
  readonly #toRun = new Set<string>();
  readonly #toHint = new Map<string, { readonly exercise: string; readonly task: string }>();
  /** By their task, until the server has them: entered twice they are the same. */
  readonly #answers = new Map<string, { readonly exercise: string; readonly task: string; readonly text: string }>();
  /** Asked for, until they are here. */
  readonly #solutions = new Set<string>();

  constructor(wire: ExerciseWire) {
    this.#wire = wire;
  }

  watch(exercise: string): void {
    this.#watched.add(exercise);
    this.#wire.send({ type: 'exercise.watch', exercise });
  }

  run(exercise: string): void {
    if (this.#wire.isOpen()) this.#wire.send({ type: 'exercise.run', exercise });
    else this.#toRun.add(exercise);
  }

  /** One that is lost on its way is for the learner to ask for again: asked twice it would open two. */
  openHint(exercise: string, task: string): void {
    if (this.#wire.isOpen()) this.#wire.send({ type: 'exercise.hint', exercise, task });
    else this.#toHint.set(taskKey(exercise, task), { exercise, task });
  }

  showSolution(exercise: string): void {
    this.#solutions.add(exercise);
    this.#wire.send({ type: 'exercise.solution', exercise });
  }

  /** `text` has no spaces around it. */
  answer(exercise: string, task: string, text: string): void {
    this.#answers.set(taskKey(exercise, task), { exercise, task, text });
    this.#wire.send({ type: 'exercise.answer', exercise, task, text });
  }

  /** The server has said welcome. */
  greeted(): void {
    for (const exercise of this.#watched) this.#wire.send({ type: 'exercise.watch', exercise });
    for (const exercise of this.#toRun) this.#wire.send({ type: 'exercise.run', exercise });
    this.#toRun.clear();
    for (const task of this.#toHint.values()) this.#wire.send({ type: 'exercise.hint', ...task });
    this.#toHint.clear();
    for (const exercise of this.#solutions) this.#wire.send({ type: 'exercise.solution', exercise });
    for (const answer of this.#answers.values()) this.#wire.send({ type: 'exercise.answer', ...answer });
  }

  /** What has come need not be asked for again. */
  arrived({ exercise, tasks, solution }: ExerciseState): void {
    if (solution !== null) this.#solutions.delete(exercise);
    for (const { id, answer } of tasks) {
      const key = taskKey(exercise, id);
      if (answer !== null && this.#answers.get(key)?.text === answer) this.#answers.delete(key);
    }
  }

  /** What the server refused is not asked for again by itself. */
  refused(): void {
    this.#answers.clear();
    this.#solutions.clear();
  }
}
