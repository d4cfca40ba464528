import type { ComponentChildren } from 'preact';
import type { Certificate } from '../shared/certificate.ts';
import type { Figure } from '../shared/exercise/index.ts';
import { InlineCode } from './inline-code.tsx';

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });
const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1, useGrouping: false });

interface CertificateSheetProps {
  readonly course: string;
  readonly exercise: string;
  /** `''` where nothing was typed: a line stands in its place. */
  readonly name: string;
  readonly certificate: Extract<Certificate, { kind: 'earned' }>;
  readonly mark: ComponentChildren;
}

/** One certificate, a page of paper. */
export function CertificateSheet({ course, exercise, name, certificate, mark }: CertificateSheetProps) {
  const { at, score, tasks, code, exercise: id } = certificate;
  return (
    <article class="sheet" aria-labelledby={`certificate-${id}`}>
      <div class="sheet-frame">
        <p class="sheet-maker">
          {mark} <span>Drydock</span>
        </p>
        <h2 id={`certificate-${id}`} class="sheet-kind">
          Certificate
        </h2>
        <p class="sheet-name" data-empty={name === ''}>
          {name === '' ? <span class="visually-hidden">Room for a name</span> : name}
        </p>
        <p class="sheet-text">has done the final exercise of the course</p>
        <p class="sheet-course">{course}</p>
        <p class="sheet-text">
          “{exercise}”{score && ', with'}
        </p>
        {score && (
          <p class="sheet-score">
            <span class="sheet-earned">{score.earned}</span> of {score.of} points
          </p>
        )}
        <table class="sheet-tasks">
          <caption class="visually-hidden">What was asked for, what was measured, and the points</caption>
          <thead class="visually-hidden">
            <tr>
              <th scope="col">Task</th>
              <th scope="col">Measured</th>
              <th scope="col">Points</th>
            </tr>
          </thead>
          <tbody>
            {tasks.map(({ title, figures = [], points }) => (
              <tr key={title}>
                <td>
                  <InlineCode text={title} />
                </td>
                <td class="sheet-figures">{figures.map(describeFigure).join(', ')}</td>
                <td class="sheet-points">{points ? `${points.earned} of ${points.of}` : 'done'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl class="sheet-foot">
          <div>
            <dt>Date</dt>
            <dd>
              <time dateTime={at}>{date.format(new Date(at))}</time>
            </dd>
          </div>
          <div>
            <dt>Code of this installation</dt>
            <dd class="sheet-code">{code}</dd>
          </div>
        </dl>
      </div>
    </article>
  );
}

function describeFigure({ label, value, unit }: Figure): string {
  return `${label}: ${number.format(value)}${unit === undefined ? '' : ` ${unit}`}`;
}
