/** Permission bits as `stat -c %a` prints them: `644`. */
export const digits = (mode: number): string => (mode & 0o777).toString(8).padStart(3, '0');

/** Permission bits as `ls -l` prints them: `rw-r--r--`. */
export const letters = (mode: number): string =>
  [...'rwxrwxrwx'].map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-')).join('');
