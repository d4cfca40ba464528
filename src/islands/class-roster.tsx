import { useEffect, useState } from 'preact/hooks';
import { type Outcome, readRoster, rosterFile } from '../lib/class-requests.ts';
import { roleWords, timeWords } from '../lib/class-words.ts';
import type { StaffClass, StaffMember } from '../shared/class-views.ts';
import { Problem } from './class-frame.tsx';
import { InviteStaff } from './invite-staff.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { type FreshLinks, PersonalSlips } from './personal-slips.tsx';
import { RosterImport } from './roster-import.tsx';
import { showDialog } from './show-dialog.tsx';

interface ClassRosterProps {
  readonly shown: StaffClass;
  /** Somebody came, went or changed. */
  readonly onChanged: () => void;
}

/** Who is in the class, and how they come in and out of it by lists. */
export function ClassRoster({ shown, onChanged }: ClassRosterProps) {
  const [roster, setRoster] = useState<Outcome<readonly StaffMember[]>>();
  const [fresh, setFresh] = useState<FreshLinks>();
  const read = () => void readRoster(shown.id).then(setRoster);
  useEffect(read, [shown.id]);
  const changed = () => {
    read();
    onChanged();
  };
  const isManaged = shown.role === 'instructor';
  const members = roster?.kind === 'done' ? roster.value : undefined;
  return (
    <section class="class-section" aria-labelledby="people-title">
      <h2 id="people-title">People</h2>
      <Problem message={roster?.kind === 'refused' ? roster.message : undefined} />
      {!roster && <p role="status">Reading…</p>}
      {members && (
        <div class="roster-scroll" tabIndex={0} role="region" aria-label="List of people">
          <table class="roster">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Joined</th>
                <th scope="col">Last active</th>
                {isManaged && (
                  <th scope="col">
                    <span class="visually-hidden">Change</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <tr key={member.id}>
                  <th scope="row">
                    {member.role === 'learner' ? (
                      <a href={`/class/learner/#${shown.id}/${member.id}`}>{member.name}</a>
                    ) : (
                      member.name
                    )}
                    {member.ownId !== null && <span class="roster-id">{member.ownId}</span>}
                  </th>
                  <td>{roleWords[member.role]}</td>
                  <td>
                    <time dateTime={member.joinedAt}>{timeWords(member.joinedAt)}</time>
                  </td>
                  <td>{timeWords(member.lastActiveAt)}</td>
                  {isManaged && (
                    <td>
                      <button
                        type="button"
                        class="quiet"
                        aria-label={`Change ${member.name}`}
                        onClick={() =>
                          showDialog((end) => (
                            <PersonDialog
                              classId={shown.id}
                              member={member}
                              onLink={(link) => setFresh({ people: [link] })}
                              onClose={(isChanged) => {
                                end();
                                if (isChanged) changed();
                              }}
                            />
                          ))
                        }
                      >
                        Change…
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {fresh && <PersonalSlips className={shown.name} fresh={fresh} onPutAway={() => setFresh(undefined)} />}
      {isManaged && (
        <>
          <p class="class-actions">
            <a class="button" href={rosterFile(shown.id)} download="roster.csv">
              Download the list (CSV)
            </a>
          </p>
          <RosterImport
            classId={shown.id}
            isOpen={shown.phase !== 'archived'}
            onImported={(imported) => {
              setFresh(imported);
              changed();
            }}
          />
          {shown.phase !== 'archived' && <InviteStaff classId={shown.id} />}
        </>
      )}
    </section>
  );
}
