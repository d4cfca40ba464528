import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkDiary, checkGate, checkMode, checkOffice } from './check-modes.ts';

export default defineExercise({
  id: 'who-may-read',
  title: 'Who may read the diary?',
  minutes: 7,
  tasks: [
    {
      id: 'gate',
      title: 'Make `open-gate.sh` a program that its owner may run',
      hints: [
        '`ls -l` shows nine letters. The third of them is a `-` where the owner may not run the file.',
        '`chmod` changes the letters: `u` is the owner, `+` gives, `x` is running.',
        'In `~/who-may-read`: `chmod u+x open-gate.sh`',
      ],
      check: checkGate,
    },
    {
      id: 'diary',
      title: 'Let nobody but you read or write `diary.txt`',
      hints: [
        'What the group (`g`) and all others (`o`) may do has to go. You keep reading and writing.',
        '`-` takes away, and several letters may stand together: `go-rw`. In three digits it is 600.',
        'In `~/who-may-read`: `chmod 600 diary.txt`',
      ],
      check: checkDiary,
    },
    {
      id: 'office',
      title: 'Let your group enter and read the folder `office`, and others nothing: `rwxr-x---`',
      hints: [
        'For a folder `x` means: may be entered. Add the digits of each group of three: r is 4, w is 2, x is 1.',
        '`rwx` is 4 + 2 + 1, `r-x` is 4 + 1, `---` is 0. Three groups, three digits.',
        'In `~/who-may-read`: `chmod 750 office`',
      ],
      check: checkOffice,
    },
    {
      id: 'mode',
      title: 'Which mode has `office/hours.txt`, in three digits?',
      answer: { label: 'Mode of office/hours.txt' },
      hints: [
        '`ls -l office` shows the letters. Leave the first one away, and make a digit of each three.',
        '`r` counts 4, `w` 2 and `x` 1. Add up each three letters.',
        '`stat` prints the digits: `stat -c %a office/hours.txt`',
      ],
      check: checkMode,
    },
  ],
});
