# shellcheck shell=bash
# One installation's home: where it is, that it is ours, what it was started with. docs/installation.md shows its layout.

HOME_MARK='# A Gantry installation; written by `gantry up`.'
HOME_DIR='' PORT='' AGENT_PORT='' DATABASE_URL='' DEMO='' ADMIN_SHOWN='' SERVER_APP='' AGENT_APP='' JOINED_TO=''
# Whether this command made the home, and which directories for it, deepest first.
HOME_IS_NEW='' MADE_DIRS=()

# home_at DIR: makes DIR (default /var/lib/gantry) the home this command works on.
home_at() {
  local dir=${1:-${GANTRY_HOME:-/var/lib/gantry}}
  HOME_DIR=$(realpath -m -- "$dir")
  [[ $HOME_DIR != *[$'\n"\\']* ]] || die "The home's name contains a line break, a double quote or a backslash." "Choose another --home."
  case $HOME_DIR in
    / | /bin | /boot | /dev | /etc | /home | /lib | /opt | /proc | /root | /run | /sbin | /srv | /sys | /tmp | /usr | /var | /var/lib)
      die "$HOME_DIR is no place for an installation: everything below a home belongs to Gantry." "Choose a directory of its own, e.g. --home $HOME_DIR/gantry" ;;
  esac
}

home_is_ours() {
  local first=''
  [[ ! -r $HOME_DIR/gantry.env ]] || IFS= read -r first <"$HOME_DIR/gantry.env" || true
  [[ $first == "$HOME_MARK" ]]
}

need_home() {
  if home_is_ours; then return; fi
  [[ -r $HOME_DIR/gantry.env || ! -e $HOME_DIR || -r $HOME_DIR ]] || die "$HOME_DIR can be read by root only." "Run it with sudo, or in a root shell."
  die "There is no installation in $HOME_DIR." "\`./gantry up$(home_option)\` makes one; --home DIR names another."
}

# " --home DIR" for commands that a message suggests, empty for the default home.
home_option() {
  [[ $HOME_DIR == /var/lib/gantry ]] || printf ' --home %q' "$HOME_DIR"
}

# Refuses a new home that can't be one, and writes nothing: nothing of others is ever mixed with ours.
check_home() {
  if home_is_ours; then return; fi
  [[ $HOME_DIR/ != "$ROOT"/* ]] || die "$HOME_DIR lies inside the checkout $ROOT, where builds and clean-ups would meet what runs." \
    "Choose a directory outside of it, e.g. --home /var/lib/gantry-$(basename "$HOME_DIR")"
  [[ ! -e $HOME_DIR || -d $HOME_DIR ]] || die "$HOME_DIR is no directory." "Choose another --home."
  if [[ -e $HOME_DIR && -n $(find "$HOME_DIR" -mindepth 1 -maxdepth 1 -print -quit 2>/dev/null) ]]; then
    die "$HOME_DIR is not empty and was not made by Gantry." "Choose another --home, or empty it."
  fi
}

# Makes a new home. Until keep_home, the end of the script takes it away again.
make_home() {
  check_home
  if home_is_ours; then return; fi
  local why dir=$HOME_DIR
  HOME_IS_NEW=yes
  while [[ ! -e $dir ]]; do MADE_DIRS+=("$dir"); dir=$(dirname "$dir"); done
  why=$(mkdir -p -- "$HOME_DIR" 2>&1 && chmod 0700 "$HOME_DIR" 2>&1 && mktemp -p "$HOME_DIR" 2>&1) ||
    die "$HOME_DIR can't be made or written to: ${why##*: }." "Choose another --home, or mount its file system for writing."
  rm -f -- "$why"
  # The mark comes first: a home that was left half-made must be known as ours.
  save_settings
  mkdir -p "$HOME_DIR/logs"
}

# From here on the home holds what is worth keeping: what runs, and the logs of what does not.
keep_home() { HOME_IS_NEW=''; }

leave_no_new_home() {
  [[ $HOME_IS_NEW ]] || return 0
  rm -f -- "$HOME_DIR/gantry.env" "$HOME_DIR/gantry.env.new" "$HOME_DIR/.lock"
  rmdir -- "$HOME_DIR/logs" "${MADE_DIRS[@]}" 2>/dev/null || true
}

# Settings are lines KEY=value, read and never run.
load_settings() {
  local key value
  [[ -r $HOME_DIR/gantry.env ]] || return 0
  while IFS='=' read -r key value; do
    case $key in
      PORT) PORT=$value ;;
      AGENT_PORT) AGENT_PORT=$value ;;
      DATABASE_URL) DATABASE_URL=$value ;;
      DEMO) DEMO=$value ;;
      ADMIN_SHOWN) ADMIN_SHOWN=$value ;;
      SERVER_APP) SERVER_APP=$value ;;
      AGENT_APP) AGENT_APP=$value ;;
      JOINED_TO) JOINED_TO=$value ;;
    esac
  done <"$HOME_DIR/gantry.env"
}

save_settings() {
  (
    umask 077
    {
      printf '%s\n' "$HOME_MARK"
      printf '%s=%s\n' PORT "$PORT" AGENT_PORT "$AGENT_PORT" DATABASE_URL "$DATABASE_URL" DEMO "$DEMO" \
        ADMIN_SHOWN "$ADMIN_SHOWN" SERVER_APP "$SERVER_APP" AGENT_APP "$AGENT_APP" JOINED_TO "$JOINED_TO"
    } >"$HOME_DIR/gantry.env.new"
    mv -f "$HOME_DIR/gantry.env.new" "$HOME_DIR/gantry.env"
  )
}

# One up or down at a time; descriptor 9 holds the lock and is closed in every process that stays.
lock_home() {
  exec 9>"$HOME_DIR/.lock"
  flock -n 9 || { HOME_IS_NEW=''; die "Another \`gantry up\`, \`join\` or \`down\` works on $HOME_DIR." "Wait until it has ended, then try again."; }
}

need_port() {
  [[ $2 =~ ^[0-9]{1,5}$ && $2 -ge 1 && $2 -le 65535 ]] || die "$1 '$2' is not a port." "Give a number from 1 to 65535."
}

port_is_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The first port from $1 on that nothing listens on.
free_port() {
  local port=$1
  while port_is_taken "$port"; do port=$((port + 1)); done
  printf '%s' "$port"
}

need_free_port() {
  local option=$1 port=$2
  port_is_taken "$port" || return 0
  die "Port $port is in use by another program, so $option can't have it." \
    "$option $(free_port $((port + 1))) is free. \`ss -ltnp | grep :$port\` shows who holds it."
}
