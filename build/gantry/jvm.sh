# shellcheck shell=bash
# How the two JVMs are started: heaps that begin small (by default they begin with a 64th of the machine), the serial
# collector, class data that was archived when they were built, and the first-stage compiler only, which saves two thirds
# of the CPU time of a start and a fifth of the memory.

# jvm_options APP DIR: fills JVM with the options that the found Java understands; DIR is where the app stands.
jvm_options() {
  JVM=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 -Xss512k -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError)
  case $1 in
    server) JVM+=(-Xms64m -Xmx384m -XX:MaxNewSize=64m) ;;
    agent) JVM+=(-Xms24m -Xmx96m) ;;
  esac
  if [[ $JAVA_MAJOR -ge 22 ]]; then JVM+=(--enable-native-access=ALL-UNNAMED); fi
  if [[ $JAVA_MAJOR -ge 24 ]]; then JVM+=(--sun-misc-unsafe-memory-access=allow); fi
  if [[ -f $2/$(class_archive) ]]; then JVM+=("-XX:SharedArchiveFile=$(class_archive)" -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off); fi
}

# Virtual threads exist from 21 on.
spring_options() {
  SPRING=()
  if [[ $JAVA_MAJOR -ge 21 ]]; then SPRING+=(--spring.threads.virtual.enabled=true); fi
}

class_archive() { printf 'classes-%s.jsa' "$JAVA_MAJOR"; }

# train_app APP DIR: starts the app once in a home of its own and archives the classes that it loaded. A quick start is all
# that is lost when this fails. The class path is relative, so the archive fits wherever the directory is copied to.
train_app() (
  HOME_DIR=$BUILT/train.$1
  rm -rf "$HOME_DIR"
  mkdir -p "$HOME_DIR/tmp"
  PORT=$(free_port 21080) AGENT_PORT=$(free_port $((PORT + 1)))
  jvm_options "$1" "$2"
  JVM+=("-Djava.io.tmpdir=$HOME_DIR/tmp" "-XX:ArchiveClassesAtExit=$(class_archive)" -Xlog:cds=off -Xlog:cds+dynamic=off)
  local args deadline=$((SECONDS + 60)) pid
  case $1 in
    server) args=("--gantry.server.home=$HOME_DIR" "--server.port=$PORT" "--gantry.agent-port.port=$AGENT_PORT") ;;
    agent) args=("--gantry.agent.home=$HOME_DIR" "--gantry.agent.server=127.0.0.1:$AGENT_PORT") ;;
  esac
  cd "$2" || exit 1
  if [[ $1 == agent ]]; then export GANTRY_TOKEN=training GANTRY_FINGERPRINT; GANTRY_FINGERPRINT=SHA256:$(printf '00%.0s' {1..32}); fi
  "$JAVA" "${JVM[@]}" -jar "$1.jar" "${args[@]}" >"$BUILT/train-$1.log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null && [[ $SECONDS -lt $deadline ]]; do
    if [[ $1 == server ]]; then
      if server_is_ready; then http_status "$PORT" / >/dev/null || true; break; fi
    elif grep -q 'Could not join' "$BUILT/train-$1.log"; then
      break
    fi
    sleep 0.1
  done
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" || true
  stop_postgres
  rm -rf "$HOME_DIR"
)
