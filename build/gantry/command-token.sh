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
  [[ -e $HOME_DIR/server/token ]] || die "The server of $HOME_DIR has made no token yet." "\`./gantry up$(home_option)\`"
  [[ -r $HOME_DIR/server/token ]] || need_root token
  cat "$HOME_DIR/server/token"
}
