# shellcheck shell=bash
# What a person sees: steps with their time, colours and rewritten lines on a terminal only.

if [[ -t 1 && ${TERM:-dumb} != dumb ]]; then
  FANCY=yes BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' GREEN=$'\e[32m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'
else
  FANCY='' BOLD='' DIM='' RED='' GREEN='' YELLOW='' PLAIN=''
fi
STEP='' STEP_SINCE=0 STEP_NOTE='' WORKER=''

say() { printf '%s\n' "$*"; }
dim() { printf '%s%s%s\n' "$DIM" "$*" "$PLAIN"; }
warn() { printf '%sWarning:%s %s\n' "$YELLOW" "$PLAIN" "$*" >&2; }

# die WHAT [WHAT TO DO]... : one sentence that says what is wrong, then lines that say what to do.
die() {
  step_break
  printf '%sgantry:%s %s\n' "$RED" "$PLAIN" "$1" >&2
  shift
  local line
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# A step begins with its name and ends with step_done, step_break or die.
step() {
  STEP=$1 STEP_SINCE=$SECONDS STEP_NOTE=''
  if [[ $FANCY ]]; then step_draw; else printf '%s ...\n' "$STEP"; fi
}

step_draw() {
  [[ $FANCY && $STEP ]] || return 0
  local took=$((SECONDS - STEP_SINCE)) text
  text="$STEP$([[ -z $STEP_NOTE ]] || printf ' (%s)' "$STEP_NOTE")"
  printf '\r\e[K%s…%s %s %s%ss%s' "$YELLOW" "$PLAIN" "${text:0:$((${COLUMNS:-80} - 10))}" "$DIM" "$took" "$PLAIN"
}

step_done() {
  local took=$((SECONDS - STEP_SINCE)) text=${1:-$STEP} time=''
  [[ $took -lt 1 ]] || time=" ${DIM}${took} s${PLAIN}"
  if [[ $FANCY ]]; then printf '\r\e[K%s✓%s %s%s\n' "$GREEN" "$PLAIN" "$text" "$time"; else printf '  %s%s\n' "$text" "$time"; fi
  STEP=''
}

# Ends the line of an unfinished step, so that what follows stands alone.
step_break() {
  [[ $STEP ]] || return 0
  [[ ! $FANCY ]] || printf '\r\e[K%s✗%s %s\n' "$RED" "$PLAIN" "$STEP"
  STEP=''
}

# run_logged LOG COMMAND... : runs it with all output to LOG, draws the step meanwhile, returns its exit code.
# A function progress_note, where one is defined, may set STEP_NOTE from the log.
run_logged() {
  local log=$1 code=0
  shift
  "$@" >"$log" 2>&1 </dev/null &
  WORKER=$!
  while kill -0 "$WORKER" 2>/dev/null; do
    if [[ $FANCY ]]; then
      if declare -F progress_note >/dev/null; then progress_note "$log"; fi
      step_draw
    fi
    sleep 0.2
  done
  wait "$WORKER" || code=$?
  WORKER=''
  return "$code"
}

# Background children of a script ignore Ctrl-C: end the one that works for us. What was refused leaves no home behind.
at_exit() {
  [[ -z $WORKER ]] || kill "$WORKER" 2>/dev/null || true
  leave_no_new_home
}
trap at_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
