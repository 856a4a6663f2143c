# shellcheck shell=bash
# `./gantry down`: stops the processes; containers and data only when told to.

command_down() {
  local home='' volumes='' containers=''
  while [[ $# -gt 0 ]]; do
    case $1 in
      --home) [[ ${2:-} ]] || die "--home needs a value."; home=$2; shift 2 ;;
      --volumes) volumes=yes; shift ;;
      --containers) containers=yes; shift ;;
      *) die "\`down\` has no option '$1'." "\`./gantry help down\`" ;;
    esac
  done
  home_at "$home"
  need_home
  need_root down
  load_settings
  lock_home
  if [[ $volumes ]]; then
    down_remove_containers
  elif [[ $containers ]]; then
    down_stop_containers
  fi
  down_processes
  if [[ $volumes ]]; then
    down_remove_data
  elif [[ $containers ]]; then
    say "Data stays in $HOME_DIR. \`$(again)\` starts again."
  else
    say "Containers keep running; data stays in $HOME_DIR. \`$(again)\` takes both up again."
  fi
}

# What starts again what this home holds.
again() {
  if [[ $JOINED_TO ]]; then printf './gantry join%s' "$(home_option)"; else printf './gantry up%s' "$(home_option)"; fi
}

down_stop_containers() {
  local counts
  [[ -z $JOINED_TO ]] || die "Containers of a host are stopped by its server, and this one belongs to $JOINED_TO." \
    "Stop them there, in the browser; or \`down\` alone, which leaves them running."
  server_is_ready || die "Containers are stopped through the server, which does not answer." \
    "\`./gantry up$(home_option)\`, then \`down --containers\` again; or \`down\` alone, which leaves them running."
  step "Stopping containers"
  counts=$(api stop-containers) || die "Not every container could be stopped; nothing else was." "\`./gantry logs$(home_option) agent\` says why."
  step_done "Stopped containers of this machine: ${counts% *}"
  if [[ ${counts#* } != 0 ]]; then say "  ${counts#* } of other hosts keep running."; fi
}

# Of this machine alone: another host's containers are not this installation's files.
down_remove_containers() {
  local counts
  if server_is_ready && agent_pid >/dev/null; then
    step "Removing containers"
    if counts=$(api remove-containers); then
      step_done "Removed containers of this machine: ${counts% *}"
      if [[ ${counts#* } != 0 ]]; then
        say "  ${counts#* } of other hosts keep running there, without a server. \`./gantry down --volumes\` on each host removes them."
      fi
    else
      step_break
    fi
  fi
}

down_processes() {
  local any=''
  if agent_pid >/dev/null; then
    any=yes
    step "Stopping the agent"
    stop_process "$HOME_DIR/agent/agent.pid" 40
    step_done "Agent stopped"
  fi
  if server_pid >/dev/null || postgres_pid >/dev/null; then
    any=yes
    step "Stopping the server"
    stop_process "$HOME_DIR/server/server.pid" 60
    stop_postgres
    if [[ $DATABASE_URL ]]; then step_done "Server stopped; its database is another program's and goes on"; else step_done "Server and database stopped"; fi
  fi
  [[ $any ]] || say "Nothing of $HOME_DIR was running."
}

# Only what Gantry wrote goes; a file of someone else keeps the directory.
down_remove_data() {
  local name
  step "Removing $HOME_DIR"
  leave_nothing_in_the_kernel
  for name in server agent postgres engine run logs; do rm -rf --one-file-system -- "${HOME_DIR:?}/$name"; done
  rm -f -- "$HOME_DIR/gantry.env" "$HOME_DIR/gantry.env.new" "$HOME_DIR/.lock"
  if rmdir -- "$HOME_DIR" 2>/dev/null; then
    step_done "Removed $HOME_DIR"
  else
    step_done "Removed Gantry's data; other files stay in $HOME_DIR"
  fi
  if [[ $DATABASE_URL ]]; then say "The external database keeps what this server wrote to it: drop it, or empty it, before another \`up\` uses it."; fi
  if [[ $JOINED_TO ]]; then say "The server at $JOINED_TO shows this host as unreachable until you remove it there."; fi
}

# What the engine made outside the home and keeps while an agent is away: processes and groups below our cgroup, mounts
# and network namespaces below our home, our bridge and our firewall table. Whatever the API removed is gone already.
leave_nothing_in_the_kernel() {
  local group file pid path
  group=$(cgroup_parent)
  while IFS= read -r file; do
    while IFS= read -r pid; do kill -KILL "$pid" 2>/dev/null || true; done <"$file"
  done < <(find /sys/fs/cgroup -path "*$group/*" -name cgroup.procs 2>/dev/null)
  wait_for_monitors
  while IFS= read -r path; do
    path=$(printf '%b' "$path")
    if [[ $path == "$HOME_DIR"/* ]]; then umount -l -- "$path" 2>/dev/null || true; fi
  done < <(awk '{ print $5 }' /proc/self/mountinfo | sort -r)
  find /sys/fs/cgroup -depth -type d \( -path "*$group" -o -path "*$group/*" \) -exec rmdir {} + 2>/dev/null || true
  remove_bridge
}

# conmon ends by itself when its container's process has; it is known by our home on its command line.
wait_for_monitors() {
  local deadline=$((SECONDS + 5)) file
  while :; do
    local left=()
    for file in /proc/[0-9]*; do
      [[ $(readlink "$file/exe" 2>/dev/null) == */conmon ]] || continue
      if tr '\0' '\n' <"$file/cmdline" 2>/dev/null | grep -qF -- "$HOME_DIR/"; then left+=("${file#/proc/}"); fi
    done
    [[ ${#left[@]} -gt 0 ]] || return 0
    if [[ $SECONDS -ge $deadline ]]; then kill -KILL "${left[@]}" 2>/dev/null || true; return 0; fi
    sleep 0.1
  done
}

# network.json says which bridge was ours; its alias must agree, for a name may have gone to another installation since.
remove_bridge() {
  local file=$HOME_DIR/engine/network.json bridge token
  [[ -r $file ]] || return 0
  bridge=$(grep -o '"bridge" *: *"[a-z0-9]*"' "$file" | cut -d '"' -f 4 || true)
  token=$(grep -o '"token" *: *"[a-z0-9-]*"' "$file" | cut -d '"' -f 4 || true)
  [[ $bridge && $token && -r /sys/class/net/$bridge/ifalias ]] || return 0
  [[ $(<"/sys/class/net/$bridge/ifalias") == "$token" ]] || return 0
  nft delete table inet "gantry_$bridge" 2>/dev/null || true
  ip link delete "$bridge" 2>/dev/null || true
}
