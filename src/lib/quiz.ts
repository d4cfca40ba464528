import { announce } from './announce.ts';

/** Makes the choices of each question exclude each other, and explains each one as it is chosen. */
export function setUpQuestions(root: ParentNode): void {
  for (const [index, question] of root.querySelectorAll('.question').entries()) {
    for (const input of question.querySelectorAll('input')) {
      input.name = `question-${index}`;
      input.addEventListener('change', () => explain(question, input));
    }
  }
}

function explain(question: Element, chosen: HTMLInputElement): void {
  const choice = chosen.closest('.choice');
  const isCorrect = choice?.hasAttribute('data-correct') ?? false;
  const shown = isCorrect ? question.querySelector('[data-explain]') : choice?.querySelector('[data-why]');
  for (const text of question.querySelectorAll<HTMLElement>('[data-explain], [data-why]')) text.hidden = text !== shown;
  announce(shown?.textContent ?? 'Not this one.');
}
