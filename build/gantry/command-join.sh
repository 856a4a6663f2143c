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
  if ! agent_has_joined; then
    [[ $token && $fingerprint ]] || die "--token and --fingerprint are needed for the first join." "The line in the browser's \"Add host\" dialog is complete."
  fi
  check_home
  if agent_has_joined && agent_pid >/dev/null && join_is_needless "$server" "$token"; then return; fi
  [[ -z $JOINED_TO || $JOINED_TO == "$server" || $LINK == REFUSED ]] || die "The agent in $HOME_DIR belongs to the server at $JOINED_TO." \
    "Remove the host there first, then join while the agent runs; or \`./gantry down --volumes$(home_option)\`, which forgets it with all its containers."
  host_packages "$install"
  build_apps agent
  make_home
  lock_home
  keep_home
  join_afresh "$server" "$token" "$fingerprint"
}

# Whether the agent that runs is joined and fine, which the server alone can tell. Leaves LINK set.
join_is_needless() {
  local deadline=$((SECONDS + 20)) token=$2
  step "Asking how the agent of $HOME_DIR stands with its server"
  read_link
  until [[ $LINK == CONNECTED || $LINK == REFUSED || $SECONDS -ge $deadline ]]; do
    step_draw
    sleep 0.2
    read_link
  done
  case $LINK in
    CONNECTED)
      step_done "This machine is a host of $JOINED_TO already: $LINK_HOST, connected (agent process $(agent_pid))"
      [[ $1 == "$JOINED_TO" ]] || return 1
      [[ -z $token ]] || say "Nothing was changed, and the token was not used: it is still good for another machine."
      return 0 ;;
    REFUSED)
      step_done "$JOINED_TO does not take this machine's certificate any more: host $LINK_HOST was removed there"
      [[ $token ]] || die "Only a fresh join line makes this machine a host again." "The browser's \"Add host\" dialog shows one." ;;
    *)
      step_break
      warn "The agent has no connection to $JOINED_TO${LINK_WHY:+: $LINK_WHY}." ;;
  esac
  return 1
}

join_afresh() {
  local server=$1 before after
  before=$(agent_host_id)
  stop_process "$HOME_DIR/agent/agent.pid" 40
  JOINED_TO=$server AGENT_APP=$AGENT_BUILT
  install_app agent "$AGENT_APP"
  save_settings
  if [[ $before && -z $2 ]]; then step "Connecting to $server"; else step "Joining $server"; fi
  start_agent "$@"
  wait_for_link
  after=$(agent_host_id)
  if [[ $after != "$before" ]]; then
    step_done "Joined $server"
    say "This machine is now host $LINK_HOST of $server. Logs: $HOME_DIR/logs/agent.log"
    [[ -z $before ]] || say "Containers that ran here before belong to it; the browser shows them."
  else
    step_done "Connected to $server"
    say "This machine was a host of $server already: $LINK_HOST. Its agent runs again${2:+; the token was not used}. Logs: $HOME_DIR/logs/agent.log"
  fi
}

wait_for_link() {
  local deadline=$((SECONDS + 90)) what='could not join'
  while read_link; [[ $LINK != CONNECTED ]]; do
    agent_has_joined && what='joined, but did not connect'
    agent_pid >/dev/null || fails agent "The agent $what."
    [[ $LINK != REFUSED ]] || fails agent "$JOINED_TO does not take this machine's certificate any more: host $LINK_HOST was removed there." \
      "Paste a fresh join line: the browser's \"Add host\" dialog shows one."
    [[ $SECONDS -lt $deadline ]] || fails agent "The agent $what within 90 s${LINK_WHY:+: $LINK_WHY}." "Is $JOINED_TO reachable from here? The agent goes on trying."
    step_draw
    sleep 0.2
  done
}
