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
    say "Data stays in $HOME_DIR. \`./gantry up$(home_option)\` starts again."
  else
    say "Containers keep running; data stays in $HOME_DIR. \`./gantry up$(home_option)\` takes both up again."
  fi
}

down_stop_containers() {
  local count
  server_is_ready || die "Containers are stopped through the server, which does not answer." \
    "\`./gantry up$(home_option)\`, then \`down --containers\` again; or \`down\` alone, which leaves them running."
  step "Stopping containers"
  count=$(api stop-containers) || die "Not every container could be stopped; nothing else was." "\`./gantry logs$(home_option) agent\` says why."
  step_done "Stopped containers: $count"
}

down_remove_containers() {
  local count
  if server_is_ready && agent_pid >/dev/null; then
    step "Removing containers"
    if count=$(api remove-containers); then step_done "Removed containers: $count"; else step_break; fi
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
    step_done "Server and database stopped"
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
}

# What an agent that could not clean up any more left behind: processes in our cgroup, mounts below our home.
leave_nothing_in_the_kernel() {
  local file pid path
  while IFS= read -r file; do
    while IFS= read -r pid; do kill -KILL "$pid" 2>/dev/null || true; done <"$file"
  done < <(find /sys/fs/cgroup -path "*$(cgroup_parent)/*" -name cgroup.procs 2>/dev/null)
  while IFS= read -r path; do
    path=$(printf '%b' "$path")
    if [[ $path == "$HOME_DIR"/* ]]; then umount -l -- "$path" 2>/dev/null || true; fi
  done < <(awk '{ print $5 }' /proc/self/mountinfo | sort -r)
}
