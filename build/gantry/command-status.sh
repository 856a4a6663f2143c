# shellcheck shell=bash
# `./gantry status`: what runs, for people and with --json for programs. Exit code 0 when all of it runs, 3 when not.

command_status() {
  local home='' json=''
  while [[ $# -gt 0 ]]; do
    case $1 in
      --home) [[ ${2:-} ]] || die "--home needs a value."; home=$2; shift 2 ;;
      --json) json=yes; shift ;;
      *) die "\`status\` has no option '$1'." "\`./gantry help status\`" ;;
    esac
  done
  home_at "$home"
  if [[ -e $HOME_DIR && ! -r $HOME_DIR ]]; then need_root status; fi
  need_home
  load_settings
  local server agent postgres ready='' host=''
  server=$(server_pid || true) agent=$(agent_pid || true) postgres=$(postgres_pid || true)
  if [[ $server ]] && server_is_ready; then ready=yes; fi
  if [[ $ready ]]; then host=$(api host-state 2>/dev/null | cut -d ' ' -f 1 || true); fi
  read_link
  if [[ $json ]]; then status_json; else status_text; fi
  if [[ $JOINED_TO ]]; then [[ $agent && ${LINK:-CONNECTED} == CONNECTED ]] || exit 3; else [[ $ready && $agent && $host == CONNECTED ]] || exit 3; fi
}

status_words() {
  if [[ $1 ]]; then printf 'runs (process %s)%s' "$1" "${2:-}"; else printf '%sstopped%s' "$YELLOW" "$PLAIN"; fi
}

# Where the agent alone of a home stands with its server elsewhere.
link_words() {
  case $LINK in
    CONNECTED) printf 'connected to %s as host %s' "$JOINED_TO" "$LINK_HOST" ;;
    REFUSED) printf '%sremoved from %s%s; a fresh join line makes it a host again' "$YELLOW" "$JOINED_TO" "$PLAIN" ;;
    AWAY) printf '%snot connected%s to %s: %s' "$YELLOW" "$PLAIN" "$JOINED_TO" "$LINK_WHY" ;;
    *) printf 'of the server at %s' "$JOINED_TO" ;;
  esac
}

status_text() {
  say "${BOLD}$HOME_DIR${PLAIN}"
  if [[ $JOINED_TO ]]; then
    say "  Agent      $(status_words "$agent")   $(link_words)"
  else
    say "  Server     $(status_words "$server" "$([[ $ready ]] || printf ', not ready')")   http://127.0.0.1:$PORT"
    say "  Agent      $(status_words "$agent" "${host:+, host ${host,,}}")"
    say "  Postgres   $(postgres_words)"
  fi
  say "  Logs       $HOME_DIR/logs"
  [[ $ready ]] || return 0
  say
  api containers | {
    local id name where phase ports any=''
    while IFS=$'\t' read -r id name where phase ports; do
      [[ $any ]] || printf '  %-24s %-20s %-10s %s\n' CONTAINER HOST PHASE PORTS
      any=$id
      printf '  %-24s %-20s %-10s %s\n' "$name" "$where" "$phase" "$ports"
    done
    [[ $any ]] || say "  No containers."
  }
}

status_json() {
  S_HOME=$HOME_DIR S_PORT=$PORT S_AGENT_PORT=$AGENT_PORT S_SERVER=$server S_READY=$ready S_AGENT=$agent S_HOST=$host \
    S_POSTGRES=$postgres S_DATABASE=${DATABASE_URL:+external} S_JOINED=$JOINED_TO S_LINK=$LINK node -e '
    const e = process.env, number = (text) => (text ? Number(text) : null)
    console.log(JSON.stringify({
      home: e.S_HOME,
      server: e.S_JOINED ? null : { pid: number(e.S_SERVER), ready: e.S_READY === "yes", url: `http://127.0.0.1:${e.S_PORT}`, agentPort: number(e.S_AGENT_PORT) },
      agent: { pid: number(e.S_AGENT), host: e.S_HOST || null, joinedTo: e.S_JOINED || null, link: e.S_LINK ? e.S_LINK.toLowerCase() : null },
      postgres: { embedded: e.S_DATABASE !== "external" && !e.S_JOINED, pid: number(e.S_POSTGRES) },
      logs: `${e.S_HOME}/logs`,
    }, null, 2))'
}
