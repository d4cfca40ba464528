/** A script of an exercise's folder, as it speaks to the proof. */
const STAYS_RED = /^# stays red: (.*)$/m;
const ANSWER = /^drydock-answer ([a-z0-9-]+) (.*)$/gm;

/** As many as a learner can type. */
const MAX_ANSWER_LENGTH = 200;

/** The tasks that a wrong answer leaves undone, as its line `# stays red:` says. `undefined` where it has none. */
export function readStaysRed(script: string): readonly string[] | undefined {
  return STAYS_RED.exec(script)?.[1]?.trim().split(/\s+/).filter(Boolean);
}

/** What a script has entered for tasks that ask for an answer: it prints `drydock-answer TASK TEXT`, and the last line a task counts. */
export function readAnswers(stdout: string): ReadonlyMap<string, string> {
  const lines = stdout.replaceAll('\r', '').matchAll(ANSWER);
  return new Map([...lines].map(([, task = '', text = '']) => [task, text.trim().slice(0, MAX_ANSWER_LENGTH)]));
}
