import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { changePerson, makeLink, type Outcome, removePerson, revokeLink } from '../lib/class-requests.ts';
import { roleWords } from '../lib/class-words.ts';
import { type ClassRole, classRoleSchema, type PersonalLink, type StaffMember } from '../shared/class-views.ts';
import '../styles/ask-first.css';
import { askWhether } from './ask-whether.tsx';
import { Field, Problem } from './class-frame.tsx';

interface PersonDialogProps {
  readonly classId: string;
  readonly member: StaffMember;
  readonly onLink: (link: PersonalLink) => void;
  readonly onClose: (isChanged: boolean) => void;
}

/** One person of a class: name, role, their link, and out of it. */
export function PersonDialog({ classId, member, onLink, onClose }: PersonDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState(member.name);
  const [role, setRole] = useState<ClassRole>(member.role);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const act = async <Value,>(work: () => Promise<Outcome<Value>>, then?: (value: Value) => void) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    const outcome = await work();
    setBusy(false);
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    then?.(outcome.value);
    dialog.current?.close('changed');
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void act(() => changePerson(classId, member.id, { name, role }));
  };
  const remove = async () => {
    const isMeant = await askWhether({
      title: `Take ${member.name} out of the class?`,
      why: 'You will not see them here any more. What they have done stays theirs, and with the code they can come back.',
      confirmLabel: 'Take out',
    });
    if (isMeant) await act(() => removePerson(classId, member.id));
  };
  const renewLink = async () => {
    const isMeant =
      !member.hasLink ||
      (await askWhether({
        title: `A new link for ${member.name}?`,
        why: 'The old one stops working. Browsers that are theirs already stay so.',
        confirmLabel: 'Make a new link',
      }));
    if (isMeant) await act(() => makeLink(classId, member.id), onLink);
  };
  return (
    <dialog
      class="ask"
      ref={dialog}
      aria-labelledby="person-title"
      onClose={({ currentTarget }) => onClose(currentTarget.returnValue === 'changed')}
    >
      <form onSubmit={submit}>
        <h2 id="person-title">{member.name}</h2>
        <div class="class-form">
          <Field label="Name">
            <input
              value={name}
              maxLength={60}
              required
              autocomplete="off"
              autofocus
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
          </Field>
          <Field
            label="Role"
            note="Assistants and instructors need an account of their own, and use the class when they are signed in."
          >
            <select value={role} onChange={({ currentTarget }) => setRole(classRoleSchema.parse(currentTarget.value))}>
              {classRoleSchema.options.map((option) => (
                <option key={option} value={option}>
                  {roleWords[option]}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <Problem message={problem} />
        <div class="ask-foot">
          <button type="button" class="button" onClick={() => dialog.current?.close('')}>
            Cancel
          </button>
          <button type="submit" class="button button-strong" aria-busy={isBusy}>
            Save
          </button>
        </div>
      </form>
      <div class="person-more">
        {member.role === 'learner' && (
          <button type="button" class="quiet" onClick={() => void renewLink()}>
            {member.hasLink ? 'New personal link…' : 'Make a personal link, for a browser of theirs'}
          </button>
        )}
        {member.hasLink && (
          <button type="button" class="quiet" onClick={() => void act(() => revokeLink(classId, member.id))}>
            Take the personal link back
          </button>
        )}
        <button type="button" class="quiet" onClick={() => void remove()}>
          Take out of the class…
        </button>
      </div>
    </dialog>
  );
}
