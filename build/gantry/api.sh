# shellcheck shell=bash
# The server's HTTP, asked without curl: bash for "does it answer", Node for everything with JSON.

# http_status PORT PATH: prints the status of a GET on 127.0.0.1, nothing when no answer came within 2 s.
http_status() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
    IFS=' ' read -r -t 2 _ status _ <&3 || exit 1
    printf '%s' "$status"
  ) 2>/dev/null
}

server_is_ready() { [[ $(http_status "$PORT" /readyz) == 200 ]]; }

# api COMMAND ARGS... : one request or a small sequence of them; the token is read from the home, never from the command line.
api() {
  node "$ROOT/build/gantry/api.mjs" "http://127.0.0.1:$PORT" "$HOME_DIR" "$@"
}
