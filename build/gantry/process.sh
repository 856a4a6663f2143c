# shellcheck shell=bash
# Processes that outlive the script. A pid file holds pid, start time and boot, so that a reused pid is never taken for ours.

# Where in each log the words of the process begin that this command started, in bytes.
declare -A LOG_FROM=()

# When a process started, in clock ticks after the boot: field 22 of proc(5)'s stat, counted after the name's bracket.
process_start() {
  local stat fields
  { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != Z ]] || return 1
  printf '%s' "${fields[19]}"
}

boot_id() { cat /proc/sys/kernel/random/boot_id; }

# Prints the pid that the file names when that very process lives.
live_pid() {
  local pid start boot
  { read -r pid start boot <"$1"; } 2>/dev/null || return 1
  [[ $boot == "$(boot_id)" && $(process_start "$pid") == "$start" ]] || return 1
  printf '%s' "$pid"
}

# launch PIDFILE LOG DIR COMMAND... : starts it in DIR, in a session of its own, with nothing of the terminal and without our lock.
launch() {
  local file=$1 log=$2 dir=$3 pid
  shift 3
  if [[ -f $log && $(stat -c %s "$log") -gt 20000000 ]]; then mv -f "$log" "$log.1"; fi
  (umask 077; : >>"$log")
  LOG_FROM[$(basename "$log" .log)]=$(stat -c %s "$log")
  (cd "$dir" && exec setsid "$@") >>"$log" 2>&1 </dev/null 9>&- &
  pid=$!
  disown "$pid"
  printf '%s %s %s\n' "$pid" "$(process_start "$pid" || echo 0)" "$(boot_id)" >"$file"
}

# stop_process PIDFILE SECONDS: SIGTERM, and SIGKILL when that was not enough in time.
stop_process() {
  local pid deadline=$((SECONDS + $2))
  pid=$(live_pid "$1") || { rm -f "$1"; return 0; }
  kill -TERM "$pid" 2>/dev/null || true
  while live_pid "$1" >/dev/null; do
    if [[ $SECONDS -ge $deadline ]]; then
      warn "Process $pid did not end within $2 s of SIGTERM and was killed."
      kill -KILL "$pid" 2>/dev/null || true
      sleep 0.2
      break
    fi
    step_draw
    sleep 0.1
  done
  rm -f "$1"
}

# The embedded Postgres is the server's child, and outlives a server that was killed. Its postmaster works in its data directory.
postgres_pid() {
  local pid data=$HOME_DIR/postgres/data
  { read -r pid <"$data/postmaster.pid"; } 2>/dev/null || return 1
  [[ $(readlink "/proc/$pid/cwd" 2>/dev/null) == "$data" ]] || return 1
  printf '%s' "$pid"
}

# SIGINT is Postgres' fast shutdown: sessions are cut, everything is written.
stop_postgres() {
  local pid deadline=$((SECONDS + 30))
  pid=$(postgres_pid) || return 0
  kill -INT "$pid" 2>/dev/null || true
  while postgres_pid >/dev/null; do
    [[ $SECONDS -lt $deadline ]] || die "The embedded Postgres (process $pid) did not stop within 30 s." "Look into $HOME_DIR/logs/postgres.log"
    step_draw
    sleep 0.1
  done
}
