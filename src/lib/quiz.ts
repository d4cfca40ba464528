import type { LessonAnswers, QuizVerdict } from '../shared/quiz.ts';
import { announce } from './announce.ts';
import { setUpOrder } from './quiz-order.ts';
import { askQuiz } from './quiz-server.ts';
import { recall } from './remembered.ts';
import { splitRichText } from './rich-text.ts';

/** One question in the page. */
interface Question {
  readonly form: HTMLFormElement;
  readonly id: string;
  /** Whether its learner has begun to answer since the page was opened. */
  isTouched: boolean;
  /** Puts the list's items into this order; only where there is something to order. */
  readonly arrange: ((options: readonly string[]) => void) | undefined;
}

/** Makes the questions below `root` answerable, and shows what this learner answered before. Nothing is asked for a browser that was never here. */
export async function setUpQuiz(root: HTMLElement, lesson: string): Promise<void> {
  const questions = [...root.querySelectorAll<HTMLFormElement>('.question')].map((form) => setUp(form, lesson));
  if (recall('drydock.known') === undefined) return;
  const answer = await askQuiz<LessonAnswers>(lesson);
  if (!answer.isOk) return;
  for (const question of questions) {
    const given = answer.value.answers[question.id];
    if (!given || question.isTouched) continue;
    fill(question, given.answer);
    show(question.form, given);
  }
}

function setUp(form: HTMLFormElement, lesson: string): Question {
  const touch = () => {
    question.isTouched = true;
    verdictOf(form).hidden = true;
    form.querySelector('.trouble')?.remove();
  };
  const list = form.querySelector<HTMLElement>('.order');
  const arrange = list ? setUpOrder(list, touch) : undefined;
  const question: Question = { form, id: form.dataset['question'] ?? '', isTouched: false, arrange };
  form.addEventListener('input', touch);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void check(question, lesson);
  });
  const button = form.querySelector('button[type="submit"]');
  if (button instanceof HTMLButtonElement) button.disabled = false;
  return question;
}

async function check(question: Question, lesson: string): Promise<void> {
  const { form, id } = question;
  const button = form.querySelector('button[type="submit"]');
  // Not `disabled`, which would take the focus away.
  if (!button || button.ariaBusy === 'true') return;
  const answer = read(form);
  question.isTouched = true;
  form.querySelector('.trouble')?.remove();
  if (answer.length === 0 || answer[0]?.trim() === '') {
    complain(form, form.querySelector('.choices') ? 'Choose an answer first.' : 'Enter an answer first.');
    return;
  }
  button.ariaBusy = 'true';
  const result = await askQuiz<QuizVerdict>(`${lesson}/${id}`, answer);
  button.ariaBusy = 'false';
  // Whoever has gone on in the meantime sees no verdict on what stands there now.
  if (read(form).join('\n') !== answer.join('\n')) return;
  if (!result.isOk) {
    verdictOf(form).hidden = true;
    complain(form, result.message);
    return;
  }
  show(form, result.value);
  announce([...verdictOf(form).children].map(({ textContent }) => textContent).join(' '));
}

/** The chosen options, those of an order as they stand, or the line that was typed. */
function read(form: HTMLFormElement): string[] {
  const line = form.querySelector<HTMLInputElement>('input[type="text"]');
  if (line) return [line.value];
  const items = form.querySelectorAll<HTMLElement>('.order > li');
  if (items.length > 0) return [...items].map(({ dataset }) => dataset['option'] ?? '');
  return [...form.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);
}

function fill({ form, arrange }: Question, answer: readonly string[]): void {
  arrange?.(answer);
  for (const input of form.querySelectorAll('input')) {
    if (input.type === 'text') input.value = answer[0] ?? '';
    else input.checked = answer.includes(input.value);
  }
}

const verdictOf = (form: HTMLFormElement) => form.querySelector<HTMLElement>('.verdict') as HTMLElement;

function show(form: HTMLFormElement, { isCorrect, explanation }: QuizVerdict): void {
  const verdict = verdictOf(form);
  verdict.dataset['verdict'] = isCorrect ? 'right' : 'wrong';
  const paragraphs = explanation.map(({ option, text }) => {
    const paragraph = document.createElement('p');
    // Elsewhere it is clear what is meant.
    const about = option && form.dataset['kind'] === 'multiple' ? optionText(form, option) : undefined;
    if (about) paragraph.append(about, ': ');
    paragraph.append(...richNodes(text));
    return paragraph;
  });
  const head = document.createElement('strong');
  head.textContent = isCorrect ? 'Right.' : 'Not yet.';
  paragraphs[0]?.prepend(head, ' ');
  verdict.replaceChildren(...paragraphs);
  verdict.hidden = false;
}

function optionText(form: HTMLFormElement, option: string): Element | undefined {
  const input = form.querySelector(`[value="${option}"]`);
  const text = input?.closest('li')?.querySelector('.option')?.cloneNode(true);
  return text instanceof Element ? text : undefined;
}

function richNodes(text: string): Node[] {
  return splitRichText(text).map((piece) => {
    if (!piece.mark) return document.createTextNode(piece.text);
    const element = document.createElement(piece.mark);
    element.textContent = piece.text;
    return element;
  });
}

function complain(form: HTMLFormElement, message: string): void {
  const trouble = document.createElement('p');
  trouble.className = 'trouble';
  trouble.role = 'alert';
  trouble.textContent = message;
  form.querySelector('.question-foot')?.after(trouble);
}
