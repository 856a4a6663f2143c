# shellcheck shell=bash
# `./gantry join`: makes this machine a host of a server elsewhere. The server's browser UI shows the whole line.

command_join() {
  local home='' server='' token=${GANTRY_TOKEN:-} fingerprint=${GANTRY_FINGERPRINT:-} install=yes
  while [[ $# -gt 0 ]]; do
    case $1 in
      --home | --server | --token | --fingerprint) [[ ${2:-} ]] || die "$1 needs a value." "\`./gantry help join\`" ;;&
      --home) home=$2; shift 2 ;;
      --server) server=$2; shift 2 ;;
      --token) token=$2; shift 2 ;;
      --fingerprint) fingerprint=$2; shift 2 ;;
      --no-install) install=no; shift ;;
      *) die "\`join\` has no option '$1'." "\`./gantry help join\`" ;;
    esac
  done
  need_root join
  home_at "$home"
  load_settings
  [[ -z $SERVER_APP ]] || die "$HOME_DIR holds a server with its own agent." "Choose another --home for an agent that joins a server elsewhere."
  agent_has_joined || JOINED_TO=''
  server=${server:-$JOINED_TO}
  [[ $server =~ ^(.+):([0-9]+)$ ]] || die "--server must be HOST:PORT, the address of the server's agent port." "The line in the browser's \"Add host\" dialog is complete."
  [[ -z $JOINED_TO || $JOINED_TO == "$server" ]] || die "The agent in $HOME_DIR is joined to $JOINED_TO." "\`./gantry down --volumes$(home_option)\` forgets that, with all its containers."
  if ! agent_has_joined; then
    [[ $token && $fingerprint ]] || die "--token and --fingerprint are needed for the first join." "The line in the browser's \"Add host\" dialog is complete."
  fi
  if agent_pid >/dev/null; then say "The agent in $HOME_DIR runs already (process $(agent_pid)), joined to $JOINED_TO."; return; fi
  host_packages "$install"
  build_apps agent
  JOINED_TO=$server AGENT_APP=$AGENT_BUILT
  make_home
  lock_home
  install_app agent "$AGENT_APP"
  save_settings
  step "Joining $server"
  start_agent "$server" "$token" "$fingerprint"
  wait_for_join
  say "This machine is now a host of $server. Logs: $HOME_DIR/logs/agent.log"
}

wait_for_join() {
  local deadline=$((SECONDS + 90))
  until agent_has_joined; do
    agent_pid >/dev/null || fails agent "The agent could not join."
    [[ $SECONDS -lt $deadline ]] || fails agent "No certificate came from $JOINED_TO within 90 s." "Is that address reachable from here? The agent goes on trying."
    step_draw
    sleep 0.2
  done
  # One that is refused right afterwards ends at once.
  sleep 1
  agent_pid >/dev/null || fails agent "The agent joined, then ended."
  step_done "Joined $JOINED_TO"
}
