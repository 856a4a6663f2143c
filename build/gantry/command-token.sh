# shellcheck shell=bash
# `./gantry token`: an admin's API token for scripts, alone on its line.

command_token() {
  local home=''
  while [[ $# -gt 0 ]]; do
    case $1 in
      --home) [[ ${2:-} ]] || die "--home needs a value."; home=$2; shift 2 ;;
      *) die "\`token\` has no option '$1'." "\`./gantry help token\`" ;;
    esac
  done
  home_at "$home"
  need_home
  load_settings
  [[ -z $JOINED_TO ]] || die "$HOME_DIR holds an agent alone; tokens are made by its server, $JOINED_TO." \
    "Run \`./gantry token\` on the server's machine, or make one in the browser under Tokens."
  [[ -e $HOME_DIR/server/token ]] || die "The server of $HOME_DIR has made no token yet." "\`./gantry up$(home_option)\` starts it, and it makes one."
  [[ -r $HOME_DIR/server/token ]] || need_root token
  cat "$HOME_DIR/server/token"
}
