# shellcheck shell=bash
# The server and the agent of one installation: started, waited for, told apart from others.

# How the agent says that its link stands.
LINK='' LINK_HOST='' LINK_WHY=''

server_pid() { live_pid "$HOME_DIR/server/server.pid"; }
agent_pid() { live_pid "$HOME_DIR/agent/agent.pid"; }

# A name of this home's own for what the kernel holds once for all: the cgroup below which its containers run.
cgroup_parent() {
  if [[ $HOME_DIR == /var/lib/gantry ]]; then printf '/gantry'; return; fi
  printf '/gantry-%s' "$(printf '%s' "$HOME_DIR" | sha256sum | cut -c 1-8)"
}

# What an earlier try said is no part of this one's failure, and where in the code it happened no part of why.
show_log_tail() {
  local log=$HOME_DIR/logs/$1.log lines
  [[ -s $log ]] || return 0
  lines=$(tail -c "+$((${LOG_FROM[$1]:-0} + 1))" "$log" | grep -vE $'^\t(at |\\.\\.\\. [0-9]+ )|^$' | cut -c 1-1000 | tail -n 25 || true)
  [[ $lines ]] || return 0
  printf '\n%sThe last lines of %s:%s\n' "$BOLD" "$log" "$PLAIN" >&2
  printf '%s\n' "$lines" >&2
  printf '\n' >&2
}

# fails NAME WHAT ADVICE... : an end that shows the log of the one that failed.
fails() {
  step_break
  show_log_tail "$1"
  shift
  die "$@" "The whole log: \`./gantry logs$(home_option)\`"
}

start_server() {
  local args=("--gantry.server.home=$HOME_DIR" "--server.port=$PORT" "--gantry.agent-port.port=$AGENT_PORT")
  # Cookies ignore ports: two installations of one machine would log each other's users out.
  args+=("--server.servlet.session.cookie.name=SESSION-$PORT")
  step "Starting the server"
  mkdir -p "$HOME_DIR/server/tmp"
  local app=$HOME_DIR/server/app/$SERVER_APP
  jvm_options server "$app"
  spring_options
  # The database's address may hold a password, so it travels in the environment.
  if [[ $DATABASE_URL ]]; then export GANTRY_DATABASE_URL=$DATABASE_URL; fi
  launch "$HOME_DIR/server/server.pid" "$HOME_DIR/logs/server.log" "$app" \
    "$JAVA" "${JVM[@]}" "-Djava.io.tmpdir=$HOME_DIR/server/tmp" -jar server.jar "${SPRING[@]}" "${args[@]}"
  wait_for_server
}

wait_for_server() {
  local deadline=$((SECONDS + 180))
  while true; do
    # First the process, then its answer: another program might hold the port.
    server_pid >/dev/null || fails server "The server ended while it started." \
      ${DATABASE_URL:+"Its database is the external one: is that reachable, does it exist, and do user and password fit?"}
    if server_is_ready; then break; fi
    [[ $SECONDS -lt $deadline ]] || fails server "The server did not become ready within 180 s." "\`./gantry down$(home_option)\`, then look at the log before you try again."
    step_draw
    sleep 0.1
  done
  step_done "Server runs on http://127.0.0.1:$PORT"
}

# Joins when it has no certificate, or none that the server still takes; the token and the fingerprint go by environment,
# for only root may read that.
start_agent() {
  local server=$1 token=${2:-} fingerprint=${3:-} args
  args=("--gantry.agent.home=$HOME_DIR" "--gantry.agent.server=$server" "--gantry.engine.cgroup-parent=$(cgroup_parent)")
  mkdir -p "$HOME_DIR/agent/tmp"
  local app=$HOME_DIR/agent/app/$AGENT_APP
  jvm_options agent "$app"
  spring_options
  if [[ $token ]]; then export GANTRY_TOKEN=$token GANTRY_FINGERPRINT=$fingerprint; fi
  launch "$HOME_DIR/agent/agent.pid" "$HOME_DIR/logs/agent.log" "$app" \
    "$JAVA" "${JVM[@]}" "-Djava.io.tmpdir=$HOME_DIR/agent/tmp" -jar agent.jar "${SPRING[@]}" "${args[@]}"
}

# The identity appears, whole, when the server has signed this agent's certificate.
agent_has_joined() { [[ -s $HOME_DIR/agent/identity/identity.json ]]; }

# The id of the host that this home's agent is, empty when it has never joined.
agent_host_id() {
  grep -o '"hostId" *: *"[0-9a-f-]*"' "$HOME_DIR/agent/identity/identity.json" 2>/dev/null | cut -d '"' -f 4 || true
}

# Sets LINK, LINK_HOST and LINK_WHY from what the agent that runs says of its link; LINK is empty before it has said anything.
read_link() {
  local standing='' pid='' name='' why=''
  LINK='' LINK_HOST='' LINK_WHY=''
  { read -r standing pid && IFS= read -r name && IFS= read -r why; } 2>/dev/null <"$HOME_DIR/agent/link" || return 0
  [[ $pid == "$(agent_pid)" ]] || return 0
  LINK=$standing LINK_HOST=$name LINK_WHY=$why
}

# The agent on the server's own machine: one that runs well is left alone, and one whose host was removed joins anew.
start_local_agent() {
  local answer=() token='' fingerprint='' state
  step "Starting the agent"
  state=$(api host-state) || fails server "The server did not tell which hosts it has."
  if [[ -z $state ]]; then
    mapfile -t answer < <(api join-token "$(hostname)")
    [[ ${#answer[@]} -eq 2 ]] || fails server "The server gave no join token."
    token=${answer[0]} fingerprint=${answer[1]}
    stop_process "$HOME_DIR/agent/agent.pid" 40
  fi
  if ! agent_pid >/dev/null; then start_agent "127.0.0.1:$AGENT_PORT" "$token" "$fingerprint"; fi
  wait_for_agent
  if [[ $token ]]; then step_done "Agent joined as host $HOST_NAME"; else step_done "Agent is connected as host $HOST_NAME"; fi
}

# Sets HOST_ID and HOST_NAME.
wait_for_agent() {
  local deadline=$((SECONDS + 90)) state='' tick=0
  until [[ $state == CONNECTED ]]; do
    agent_pid >/dev/null || fails agent "The agent ended while it started."
    if [[ $SECONDS -ge $deadline ]]; then
      read_link
      fails agent "The agent did not connect to the server within 90 s${LINK_WHY:+: $LINK_WHY}." "\`./gantry status$(home_option)\` shows what runs."
    fi
    if ((tick++ % 5 == 0)); then read -r state HOST_ID HOST_NAME < <(api host-state 2>/dev/null) || true; fi
    step_draw
    sleep 0.1
  done
}

postgres_words() {
  local pid
  if [[ $DATABASE_URL ]]; then printf 'external'; return; fi
  if pid=$(postgres_pid); then printf 'runs (process %s)' "$pid"; else printf 'stopped'; fi
}
