# zsh reads its files in this folder, and they read the person's own; .zshrc gives ZDOTDIR back to them.
ZDOTDIR=$DRYDOCK_ZDOTDIR
[[ ! -r $ZDOTDIR/.zshenv ]] || . $ZDOTDIR/.zshenv
DRYDOCK_ZDOTDIR=$ZDOTDIR
ZDOTDIR=$DRYDOCK_ZSH_FOLDER
