import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type CertificatesAnswer, readCertificates } from '../lib/read-certificates.ts';
import { recall, remember } from '../lib/remembered.ts';
import { CertificateSheet } from './certificate-sheet.tsx';
import { InlineCode } from './inline-code.tsx';
import { useHydrated } from './use-hydrated.ts';

/** Longer names leave no room on the line. */
const MAX_NAME_LENGTH = 60;

/** An exercise that ends with a certificate: `tasks` are the titles, `path` leads to it. */
export interface CertifyingExercise {
  readonly id: string;
  readonly title: string;
  readonly tasks: readonly string[];
  readonly path: string;
  /** Where it is, as "17. Capstone". */
  readonly lesson: string;
}

interface CertificateBoardProps {
  readonly course: string;
  readonly exercises: readonly CertifyingExercise[];
  /** The platform's mark. */
  readonly children?: ComponentChildren;
}

/** The learner's certificates to print, and what is missing for those that are not earned yet. */
export function CertificateBoard({ course, exercises, children }: CertificateBoardProps) {
  const [answer, setAnswer] = useState<CertificatesAnswer>();
  const [name, setName] = useState('');
  const isHydrated = useHydrated();
  const ask = () => {
    setAnswer(undefined);
    void readCertificates().then(setAnswer);
  };
  useEffect(() => {
    setName(recall('drydock.name') ?? '');
    ask();
  }, []);

  // Nothing is looked at where no script runs.
  if (!answer) return isHydrated ? <p role="status">Looking at what you have done…</p> : null;
  if (answer.kind === 'failed') {
    return (
      <div role="alert">
        <p class="trouble">{answer.message}</p>
        <p>
          <button type="button" class="button" onClick={ask}>
            Try again
          </button>
        </p>
      </div>
    );
  }
  const certificates = new Map(
    answer.kind === 'read' ? answer.certificates.map((certificate) => [certificate.exercise, certificate]) : [],
  );
  const earned = exercises.flatMap((exercise) => {
    const certificate = certificates.get(exercise.id);
    return certificate?.kind === 'earned' ? [{ exercise, certificate }] : [];
  });
  const open = exercises.filter(({ id }) => certificates.get(id)?.kind !== 'earned');
  return (
    <>
      {earned.length > 0 && (
        <NameForm
          name={name}
          onName={(typed) => {
            setName(typed);
            remember('drydock.name', typed.trim());
          }}
        />
      )}
      {earned.map(({ exercise, certificate }) => (
        <CertificateSheet
          key={exercise.id}
          course={course}
          exercise={exercise.title}
          name={name.trim()}
          certificate={certificate}
          mark={children}
        />
      ))}
      {open.map((exercise) => {
        const certificate = certificates.get(exercise.id);
        const missing = certificate?.kind === 'open' ? certificate.missing : exercise.tasks;
        return <OpenCertificate key={exercise.id} exercise={exercise} missing={missing} />;
      })}
    </>
  );
}

function NameForm({ name, onName }: { readonly name: string; readonly onName: (name: string) => void }) {
  return (
    <form
      class="certificate-form"
      onSubmit={(event) => {
        event.preventDefault();
        print();
      }}
    >
      <label for="certificate-name">Your name, as it should stand on it</label>
      <input
        id="certificate-name"
        type="text"
        maxLength={MAX_NAME_LENGTH}
        autoComplete="name"
        spellcheck={false}
        value={name}
        aria-describedby="certificate-name-note"
        onInput={({ currentTarget }) => onName(currentTarget.value)}
      />
      <button type="submit" class="button button-strong">
        Print it
      </button>
      <p id="certificate-name-note">
        At most {MAX_NAME_LENGTH} characters. The name stays in this browser: Drydock’s server never gets it. Left out,
        there is a line to write on.
      </p>
    </form>
  );
}

interface OpenCertificateProps {
  readonly exercise: CertifyingExercise;
  readonly missing: readonly string[];
}

function OpenCertificate({ exercise, missing }: OpenCertificateProps) {
  const { id, title, tasks, path, lesson } = exercise;
  const done = tasks.length - missing.length;
  return (
    <section class="certificate-open" aria-labelledby={`open-${id}`}>
      <h2 id={`open-${id}`}>
        {missing.length} of {tasks.length} tasks are missing
      </h2>
      <p>
        The certificate is made when every task of “{title}” was done once. Points make the score on it better, and are
        no condition; what was undone since still counts.{done > 0 && ' These are still to be done:'}
      </p>
      <ul>
        {missing.map((task) => (
          <li key={task}>
            <InlineCode text={task} />
          </li>
        ))}
      </ul>
      <p>
        <a class="button button-strong" href={path}>
          {done > 0 ? 'Go on' : 'Begin'}: lesson {lesson}
        </a>
      </p>
    </section>
  );
}
