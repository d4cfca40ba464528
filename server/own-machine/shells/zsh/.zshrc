ZDOTDIR=$DRYDOCK_ZDOTDIR
# Some systems set it before, by the folder that they find.
[[ $HISTFILE != $DRYDOCK_ZSH_FOLDER/* ]] || HISTFILE=$ZDOTDIR/.zsh_history
unset DRYDOCK_ZDOTDIR DRYDOCK_ZSH_FOLDER
[[ ! -r $ZDOTDIR/.zshrc ]] || . $ZDOTDIR/.zshrc
[[ $ZDOTDIR != $HOME ]] || unset ZDOTDIR

# Where each prompt, command and output begins: OSC 633, as VS Code's terminal defines it, and a property of ours for how long a command took.
# Where the module is not there, durations are left out.
zmodload zsh/datetime 2> /dev/null
__drydock_escape() {
  emulate -L zsh
  local text=${1[1,2000]}
  text=${text//\\/\\\\}
  text=${text//;/\\x3b}
  text=${text//$'\n'/\\x0a}
  builtin printf '%s' ${text//[[:cntrl:]]/}
}
__drydock_precmd() {
  local exit_code=$?
  if [[ -n $__drydock_began ]]; then
    [[ -z $EPOCHREALTIME ]] || builtin printf '\e]633;P;DurationMs=%d\a' $(((EPOCHREALTIME - __drydock_began) * 1000))
    builtin printf '\e]633;D;%s\a' $exit_code
  fi
  __drydock_began=
  builtin printf '\e]633;P;Cwd=%s\a' "$(__drydock_escape $PWD)"
}
# Behind the hooks that make a prompt anew.
__drydock_wrap() {
  [[ $PS1 == *'633;A'* ]] || PS1=$'%{\e]633;A\a%}'$PS1$'%{\e]633;B\a%}'
  [[ $PS2 == *'633;F'* ]] || PS2=$'%{\e]633;F\a%}'$PS2$'%{\e]633;G\a%}'
}
__drydock_preexec() {
  __drydock_began=${EPOCHREALTIME:-1}
  builtin printf '\e]633;E;%s\a\e]633;C\a' "$(__drydock_escape $1)"
}
typeset -g __drydock_began=
typeset -ga precmd_functions preexec_functions
precmd_functions=(__drydock_precmd $precmd_functions __drydock_wrap)
preexec_functions+=(__drydock_preexec)
