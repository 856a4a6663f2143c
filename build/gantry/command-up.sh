# shellcheck shell=bash
# `./gantry up`: from a checkout to a platform that runs, and nothing at all when it already does.

command_up() {
  up_options "$@"
  need_root up
  check_home
  find_java
  need_node
  if ! server_pid >/dev/null; then
    need_free_port --port "$PORT"
    need_free_port --agent-port "$AGENT_PORT"
  fi
  host_packages "$UP_INSTALL"
  make_home
  lock_home
  if server_pid >/dev/null; then
    up_again
  else
    up_afresh
  fi
  up_summary
}

up_options() {
  local home='' port='' agent_port='' url='' demo=''
  UP_INSTALL=yes
  while [[ $# -gt 0 ]]; do
    case $1 in
      --home | --port | --agent-port | --database-url)
        [[ ${2:-} ]] || die "$1 needs a value." "\`./gantry help up\`" ;;&
      --home) home=$2; shift 2 ;;
      --port) need_port --port "$2"; port=$2; shift 2 ;;
      --agent-port) need_port --agent-port "$2"; agent_port=$2; shift 2 ;;
      --database-url) url=$2; shift 2 ;;
      --no-demo) demo=no; shift ;;
      --no-install) UP_INSTALL=no; shift ;;
      *) die "\`up\` has no option '$1'." "\`./gantry help up\`" ;;
    esac
  done
  [[ -z $url || $url == jdbc:postgresql:* ]] || die "--database-url must begin with jdbc:postgresql: and be a JDBC URL." \
    "For example jdbc:postgresql://db.example:5432/gantry?user=gantry&password=…"
  home_at "$home"
  load_settings
  [[ -z $JOINED_TO ]] || die "$HOME_DIR holds an agent alone, for the server at $JOINED_TO; a server needs a home of its own." \
    "Choose another --home; or \`./gantry down --volumes$(home_option)\`, which removes that agent with all its containers."
  UP_AGENT_STAYS=yes
  [[ -z $agent_port || $agent_port == "${AGENT_PORT:-8444}" ]] || UP_AGENT_STAYS=''
  up_may_change --port "${PORT:-}" "$port"
  up_may_change --agent-port "${AGENT_PORT:-}" "$agent_port"
  # Without a URL it runs with the embedded one, which is another.
  up_may_change --database-url "${DATABASE_URL:-embedded}" "$url"
  PORT=${port:-${PORT:-8080}} AGENT_PORT=${agent_port:-${AGENT_PORT:-8444}} DATABASE_URL=${url:-$DATABASE_URL}
  [[ $PORT != "$AGENT_PORT" ]] || die "--port and --agent-port are both $PORT; each needs a port of its own."
  # A demo that was once made stays as it is, and one that was once declined stays declined.
  if [[ -z $DEMO || $DEMO == yes ]]; then DEMO=${demo:-yes}; fi
}

# What a running server was started with can't be changed below it.
up_may_change() {
  [[ -z $3 || -z $2 || $3 == "$2" ]] || ! server_pid >/dev/null ||
    die "The installation in $HOME_DIR runs with another $1$([[ $1 == --database-url ]] || printf ', %s' "$2")." "\`./gantry down$(home_option)\` first, then \`up\` with the new value."
}

# An agent that lives finds the new server by itself, unless that is to be elsewhere.
up_afresh() {
  need_free_port --port "$PORT"
  need_free_port --agent-port "$AGENT_PORT"
  local apps=(server)
  if ! agent_pid >/dev/null || ! agent_has_joined; then UP_AGENT_STAYS=''; fi
  [[ $UP_AGENT_STAYS ]] || apps+=(agent)
  build_apps "${apps[@]}"
  keep_home
  SERVER_APP=$SERVER_BUILT
  install_app server "$SERVER_APP"
  if [[ ! $UP_AGENT_STAYS ]]; then
    stop_process "$HOME_DIR/agent/agent.pid" 40
    AGENT_APP=$AGENT_BUILT
    install_app agent "$AGENT_APP"
  elif [[ $(agent_hash) != "$AGENT_APP" ]]; then
    UP_STALE=yes
  fi
  save_settings
  start_server
  start_local_agent
  start_welcome
}

# The server runs: only what is missing is started, from what is installed in the home.
up_again() {
  local state=''
  wait_for_server_quietly
  read -r state HOST_ID HOST_NAME < <(api host-state) || true
  if [[ $state != CONNECTED ]] || ! agent_pid >/dev/null; then start_local_agent; fi
  start_welcome
  if [[ $(server_hash) != "$SERVER_APP" || $(agent_hash) != "$AGENT_APP" ]]; then UP_STALE=yes; fi
}

wait_for_server_quietly() {
  server_is_ready || { step "Waiting for the server"; wait_for_server; }
}

up_summary() {
  local admin
  say
  say "${BOLD}Gantry runs.${PLAIN}"
  say "  Browser    http://127.0.0.1:$PORT"
  if [[ -z $ADMIN_SHOWN && -r $HOME_DIR/server/admin.json ]]; then
    admin=$(api admin)
    say "  User       ${admin%% *}"
    say "  Password   ${BOLD}${admin#* }${PLAIN}   (shown once; the browser asks for a new one. Until then it is in $HOME_DIR/server/admin.json)"
    ADMIN_SHOWN=yes
    save_settings
  fi
  case $DEMO in
    yes | no | '') ;;
    *) if [[ $(http_status "$DEMO" /) == 200 ]]; then say "  Welcome    http://127.0.0.1:$DEMO"; fi ;;
  esac
  say "  Processes  server $(server_pid), agent $(agent_pid), Postgres $(postgres_words)"
  say "  Logs       $HOME_DIR/logs"
  say "  Data       $HOME_DIR"
  if [[ ${UP_STALE:-} ]]; then
    say
    say "The checkout is newer than what runs: \`./gantry down$(home_option) && ./gantry up$(home_option)\` changes over; containers keep running meanwhile."
  fi
}
