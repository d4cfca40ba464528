# What an interactive bash reads on a learner's own machine: their own files first, as a login shell does, then marks for the terminal.

[ ! -r /etc/profile ] || . /etc/profile
for __drydock_file in ~/.bash_profile ~/.bash_login ~/.profile ~/.bashrc; do
  if [ -r "$__drydock_file" ]; then
    . "$__drydock_file"
    break
  fi
done
unset __drydock_file

# Where each prompt, command and output begins: OSC 633, as VS Code's terminal defines it, and a property of ours for how long a command took. Older versions lack
# what this needs.
if [ "${BASH_VERSINFO[0]}" -ge 5 ]; then
  # Longer commands are cut: a sequence that grows without end would be taken for none.
  __drydock_longest=2000

  __drydock_escape() {
    local text=${1:0:__drydock_longest}
    text=${text//\\/\\\\}
    text=${text//;/\\x3b}
    text=${text//$'\n'/\\x0a}
    builtin printf '%s' "${text//[[:cntrl:]]/}"
  }

  # Runs before each prompt, and before what else the person has run there, which may read the exit code.
  __drydock_prompt() {
    local exit_code=$?
    if [ -n "$__drydock_began" ]; then
      builtin printf '\e]633;P;DurationMs=%d\a\e]633;D;%s\a' $(((${EPOCHREALTIME//[!0-9]/} - __drydock_began) / 1000)) "$exit_code"
    fi
    __drydock_began=
    builtin printf '\e]633;P;Cwd=%s\a' "$(__drydock_escape "$PWD")"
    return "$exit_code"
  }

  # Runs last: many prompts are made anew each time.
  __drydock_wrap() {
    case $PS1 in
      *'633;A'*) ;;
      *) PS1='\[\e]633;A\a\]'$PS1'\[\e]633;B\a\]' ;;
    esac
    case $PS2 in
      *'633;F'*) ;;
      *) PS2='\[\e]633;F\a\]'$PS2'\[\e]633;G\a\]' ;;
    esac
  }

  # Runs after a command was read, before it starts.
  __drydock_command() {
    local line
    line=$(HISTTIMEFORMAT='' builtin history 1)
    [[ $line =~ ^\ *[0-9]+\*?\ *(.*) ]] && line=${BASH_REMATCH[1]}
    builtin printf '\e]633;E;%s\a\e]633;C\a' "$(__drydock_escape "$line")"
  }

  __drydock_began=
  __drydock_mark=x
  if [ "${BASH_VERSINFO[0]}${BASH_VERSINFO[1]}" = 50 ]; then
    PROMPT_COMMAND="__drydock_prompt; ${PROMPT_COMMAND:+$PROMPT_COMMAND; }__drydock_wrap"
  else
    PROMPT_COMMAND=(__drydock_prompt "${PROMPT_COMMAND[@]}" __drydock_wrap)
  fi
  # The expansion in front is done by the shell itself, so that it can set a variable; the function runs in a copy.
  PS0='${__drydock_mark:$((__drydock_began = ${EPOCHREALTIME//[!0-9]/}, 0)):0}$(__drydock_command)'${PS0-}
fi
