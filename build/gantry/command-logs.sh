# shellcheck shell=bash
# `./gantry logs`: the last lines of one log or of all three, and with -f what comes.

command_logs() {
  local home='' follow=() names=() files=() name
  while [[ $# -gt 0 ]]; do
    case $1 in
      --home) [[ ${2:-} ]] || die "--home needs a value."; home=$2; shift 2 ;;
      -f | --follow) follow=(-F); shift ;;
      server | agent | postgres) names+=("$1"); shift ;;
      *) die "\`logs\` knows server, agent, postgres and -f, not '$1'." "\`./gantry help logs\`" ;;
    esac
  done
  home_at "$home"
  need_home
  [[ ${#names[@]} -gt 0 ]] || names=(server agent postgres)
  for name in "${names[@]}"; do
    if [[ -e $HOME_DIR/logs/$name.log ]]; then files+=("$HOME_DIR/logs/$name.log"); fi
  done
  load_settings
  [[ ${#files[@]} -gt 0 || -z $JOINED_TO ]] || die "$HOME_DIR holds an agent alone, and no log of ${names[*]}." "The server's logs are on its own machine, $JOINED_TO."
  [[ ${#files[@]} -gt 0 ]] || die "No log of ${names[*]} is there yet in $HOME_DIR/logs." "\`./gantry status$(home_option)\` shows what runs."
  if [[ ${#files[@]} -eq 1 ]]; then exec tail -n 200 "${follow[@]}" -- "${files[@]}"; fi
  exec tail -n 60 "${follow[@]}" -- "${files[@]}"
}
