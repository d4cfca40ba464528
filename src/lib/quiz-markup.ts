import type { ShownOption, ShownQuestion } from './quiz-question.ts';
import { splitRichText } from './rich-text.ts';

/** A node that Markdown's tree takes as it is: an element by its name in HTML, or text. */
export type MarkupNode =
  | {
      readonly type: 'quizPart';
      readonly data: { readonly hName: string; readonly hProperties: Readonly<Record<string, string | boolean>> };
      readonly children: MarkupNode[];
    }
  | { readonly type: 'text'; readonly value: string };

const element = (name: string, properties: Record<string, string | boolean>, children: MarkupNode[]): MarkupNode => ({
  type: 'quizPart',
  data: { hName: name, hProperties: properties },
  children,
});

const text = (value: string): MarkupNode => ({ type: 'text', value });

const rich = (source: string): MarkupNode[] =>
  splitRichText(source).map((piece) => (piece.mark ? element(piece.mark, {}, [text(piece.text)]) : text(piece.text)));

/** What is to be done, where the look of it does not say so. */
const HOW: Readonly<Record<ShownQuestion['kind'], string>> = {
  single: '',
  multiple: 'Choose all that are right.',
  order: 'Put them in order, the first on top.',
  number: '',
  text: '',
};

/** A question in a page. Without scripts it is read and not answered; quiz.ts gives it life. */
export function questionMarkup(question: ShownQuestion): MarkupNode {
  const { id, kind, prompt } = question;
  const how = HOW[kind];
  const legend = [element('span', { class: 'prompt' }, rich(prompt))];
  if (how !== '') legend.push(text(' '), element('span', { class: 'how' }, [text(how)]));
  return element(
    'form',
    { class: 'question', id: `question-${id}`, 'data-question': id, 'data-kind': kind, novalidate: true },
    [
      element('fieldset', {}, [element('legend', {}, legend), ...field(question)]),
      element('div', { class: 'question-foot' }, [
        element('button', { class: 'button', type: 'submit', disabled: true }, [
          text('Check'),
          // What tells one button from another in a list of them.
          element('span', { class: 'visually-hidden' }, [text(` the answer: ${prompt.replace(/[`*]/g, '')}`)]),
        ]),
      ]),
      element('div', { class: 'verdict', hidden: true }, []),
    ],
  );
}

function field(question: ShownQuestion): MarkupNode[] {
  switch (question.kind) {
    case 'single':
      return [
        element(
          'ul',
          { class: 'choices', role: 'list' },
          question.options.map((option) => choice('radio', option, question.id)),
        ),
      ];
    case 'multiple':
      return [
        element(
          'ul',
          { class: 'choices', role: 'list' },
          question.options.map((option) => choice('checkbox', option, question.id)),
        ),
      ];
    case 'order':
      return [element('ul', { class: 'order', role: 'list' }, question.options.map(item))];
    case 'number':
      return [line('decimal', question.unit)];
    case 'text':
      return [line('text', undefined)];
  }
}

const choice = (type: 'radio' | 'checkbox', option: ShownOption, question: string) =>
  element('li', {}, [
    element('label', {}, [
      element('input', { type, name: `question-${question}`, value: option.id }, []),
      element('span', { class: 'option' }, rich(option.text)),
    ]),
  ]);

const item = (option: ShownOption) =>
  element('li', { 'data-option': option.id }, [element('span', { class: 'option' }, rich(option.text))]);

function line(inputmode: 'decimal' | 'text', unit: string | undefined): MarkupNode {
  const input = element(
    'input',
    { type: 'text', inputmode, maxlength: '100', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' },
    [],
  );
  const shownUnit = unit === undefined ? [] : [element('span', { class: 'unit' }, [text(unit)])];
  return element('p', { class: 'line' }, [
    element('label', {}, [
      element('span', { class: 'line-label' }, [text('Your answer')]),
      text(' '),
      input,
      ...shownUnit,
    ]),
  ]);
}
