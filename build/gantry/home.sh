# shellcheck shell=bash
# One installation's home: where it is, that it is ours, what it was started with. docs/installation.md shows its layout.

HOME_MARK='# A Gantry installation; written by `gantry up`.'
HOME_DIR='' PORT='' AGENT_PORT='' DATABASE_URL='' DEMO='' ADMIN_SHOWN='' SERVER_APP='' AGENT_APP='' JOINED_TO=''

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
  home_is_ours || die "There is no installation in $HOME_DIR." "\`./gantry up$(home_option)\` makes one; --home DIR names another."
}

# " --home DIR" for commands that a message suggests, empty for the default home.
home_option() {
  [[ $HOME_DIR == /var/lib/gantry ]] || printf ' --home %q' "$HOME_DIR"
}

# A new home must not exist, or be empty: nothing of others is ever mixed with ours.
make_home() {
  if home_is_ours; then return; fi
  if [[ -e $HOME_DIR && -n $(find "$HOME_DIR" -mindepth 1 -maxdepth 1 -print -quit 2>/dev/null) ]]; then
    die "$HOME_DIR is not empty and was not made by Gantry." "Choose another --home, or empty it."
  fi
  local why
  why=$(mkdir -p -- "$HOME_DIR" 2>&1 && chmod 0700 "$HOME_DIR" 2>&1 && mktemp -p "$HOME_DIR" 2>&1) ||
    die "$HOME_DIR can't be made or written to: ${why##*: }." "Choose another --home, or mount its file system for writing."
  rm -f -- "$why"
  # The mark comes first: a home that was left half-made must be known as ours.
  save_settings
  mkdir -p "$HOME_DIR/logs"
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
  flock -n 9 || die "Another \`gantry up\`, \`join\` or \`down\` works on $HOME_DIR." "Wait until it has ended."
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
