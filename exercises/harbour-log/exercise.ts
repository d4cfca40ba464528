import { defineExercise } from '../../src/shared/exercise/index.ts';
import { checkBackup } from './check-backup.ts';
import { checkLate } from './check-late.ts';
import { checkReport } from './check-report.ts';

export default defineExercise({
  id: 'harbour-log',
  title: 'The harbour master’s log',
  minutes: 6,
  tasks: [
    {
      id: 'backup',
      title: 'Copy the folder `log`, with all that is in it, to `backup`',
      hints: [
        '`cp` copies one file, unless it is told that there is a whole folder to copy.',
        'The option that goes down into folders is `-r`. First comes what is copied, then where to.',
        'In `~/harbour-log`: `cp -r log backup`',
      ],
      check: checkBackup,
    },
    {
      id: 'report',
      title: 'Put all late ships, of both days, into the file `late.txt`',
      hints: [
        '`grep` prints the lines that hold a word. `>` behind a command puts what it prints into a file.',
        'Several files can be searched at once: `log/*.txt`. The option `-h` leaves their names away.',
        'In `~/harbour-log`: `grep -h late log/*.txt > late.txt`',
      ],
      check: checkReport,
    },
    {
      id: 'late',
      title: 'How many ships came late?',
      answer: { label: 'Late ships, both days', unit: 'ships' },
      hints: [
        'Each ship is a line, so count the lines.',
        'They all stand in `late.txt` by now. One command counts the lines of a file.',
        '`wc -l late.txt` counts them.',
      ],
      check: checkLate,
    },
  ],
});
