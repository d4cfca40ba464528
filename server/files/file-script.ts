/**
 * What is done with a learner's files, as a program that runs as the learner in their home folder: the server itself touches none of them. Its arguments are what to do, and paths below
 * the home folder, which are never part of the program. A path that leads out of that folder by a link ends it, a file is replaced whole or not at all, and how it ended is an exit code below,
 * or the system's own words. GNU's and POSIX's programs only: it runs on learners' own machines, too.
 */
export const FILE_SCRIPT = `
set -u
export LC_ALL=C
home=$(pwd -P)
deed=$1
shift

within() {
  case $1 in
    "$home" | "$home"/*) ;;
    *) exit 20 ;;
  esac
}

# What a path leads to, links followed. A name may end with a line break, which $( ) takes away: so a letter is put behind it.
follow() {
  at=$(realpath -e -- "./$1" && echo x) || exit 1
  at=\${at%?x}
  within "$at"
}

# An entry of a folder, which may be a link, or not be there.
locate() {
  case $1 in
    */*) folder=\${1%/*} ;;
    *) folder= ;;
  esac
  follow "$folder"
  at=$at/\${1##*/}
}

is_there() {
  [ -e "$at" ] || [ -L "$at" ]
}

require_file() {
  [ -f "$at" ] || exit 21
}

hash_of() {
  hash=$(sha256sum < "$1") || return 1
  hash=\${hash%% *}
}

names_in() {
  find "$1" -mindepth 1 -maxdepth 1 -printf "$2"
}

# A file's is its hash, where it is not too large to be read again and again.
print_stamp() {
  follow "$1"
  if [ -d "$at" ]; then
    names_in "$at" '%y%Y %f\\0' | head -z -n "$2" | sort -z | sha256sum
  elif [ -f "$at" ] && [ "$(stat -c %s -- "$at")" -le "$3" ]; then
    sha256sum < "$at"
  else
    stat -c 'other-%s-%Y' -- "$at"
  fi
}

case $deed in
  list)
    follow "$1"
    [ -d "$at" ] || exit 21
    [ -r "$at" ] && [ -x "$at" ] || exit 27
    # Before the names, so that what comes in between is news.
    print_stamp "$1" "$3" 0
    names_in "$at" '%y%Y %s %f\\0' | head -z -n "$2"
    ;;
  describe | read)
    follow "$1"
    require_file
    [ -r "$at" ] || exit 27
    size=$(stat -c %s -- "$at") || exit 1
    may=r
    if [ -w "$at" ] && [ -w "\${at%/*}" ]; then may=w; fi
    echo "$may $size"
    [ "$deed" = describe ] || [ "$size" -gt "$2" ] || exec head -c "$2" -- "$at"
    ;;
  send)
    follow "$1"
    require_file
    exec cat -- "$at"
    ;;
  write)
    if [ "$2" = new ]; then
      locate "$1"
      ! is_there || exit 24
    else
      locate "$1"
      [ -e "$at" ] || exit 23
      follow "$1"
      require_file
      [ -w "$at" ] || exit 27
    fi
    draft=$(mktemp -- "\${at%/*}/.drydock-XXXXXXXX") || exit 1
    trap 'rm -f -- "$draft"' EXIT
    cat > "$draft" || exit 1
    # Whoever sends may be cut off in the middle.
    [ "$(stat -c %s -- "$draft")" = "$3" ] || exit 25
    if [ "$2" = new ]; then
      chmod "$(printf %o $((0666 & ~$(umask))))" "$draft"
      ln -T -- "$draft" "$at" || exit 1
    else
      chmod --reference="$at" -- "$draft" || exit 1
      if [ "$2" != any ]; then
        hash_of "$at" && [ "$hash" = "$2" ] || exit 23
      fi
      mv -fT -- "$draft" "$at" || exit 1
    fi
    ;;
  make-folder)
    locate "$1"
    mkdir -- "$at" || exit 1
    ;;
  move)
    locate "$2"
    ! is_there || exit 24
    to=$at
    locate "$1"
    mv -nT -- "$at" "$to" || exit 1
    ! is_there || exit 24
    ;;
  remove)
    locate "$1"
    is_there || exit 26
    rm -rf -- "$at" || exit 1
    ;;
  stamps)
    most=$1
    largest=$2
    shift 2
    for path do
      stamp=$(print_stamp "$path" "$most" "$largest" 2> /dev/null) || stamp=-
      echo "\${stamp%% *}"
    done
    ;;
esac
`;

/** How it says what the system has no word for. */
export const fileScriptExits = {
  outside: 20,
  wrongKind: 21,
  conflict: 23,
  exists: 24,
  cutOff: 25,
  missing: 26,
  denied: 27,
} as const;
