# shellcheck shell=bash
# Builds what is stale. What runs is unpacked once below target/gantry under the hash of its sources, and from there
# linked into homes, so that neither a rebuild nor a clean disturbs a running installation.

BUILT=$ROOT/target/gantry

# The hash of all files that the given paths (below the root) hold.
hash_of() {
  (
    cd "$ROOT"
    find "$@" \( -name node_modules -o -name dist -o -name target -o -name test-results -o -name e2e \) -prune \
      -o -type f ! -name '*.test.ts*' -print0 2>/dev/null | sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-16
  )
}

ui_hash() { hash_of web-ui; }
# Tests are no part of a jar, so they make none stale.
server_hash() { hash_of pom.xml {oci,protocol,db,server}/pom.xml {oci,protocol,db,server}/src/main web-ui; }
agent_hash() { hash_of pom.xml {oci,protocol,engine,agent}/pom.xml {oci,protocol,engine,agent}/src/main; }

ui_is_fresh() {
  [[ -f $ROOT/web-ui/dist/index.html && -f $BUILT/ui.stamp && $(<"$BUILT/ui.stamp") == "$1" ]]
}

# npm writes this file when all packages have been installed.
ui_packages_are_fresh() { [[ $ROOT/web-ui/node_modules/.package-lock.json -nt $ROOT/web-ui/package-lock.json ]]; }

# Sets UI_ARGUMENTS, which spare Maven what npm has done already.
ui_arguments() {
  UI_ARGUMENTS=(-Dui.skip=false)
  if ui_is_fresh "$1"; then
    UI_ARGUMENTS=(-Dui.skip=true)
    return
  fi
  if ui_packages_are_fresh; then UI_ARGUMENTS+=(-Dui.install.skip=true); fi
  # Maven only adds files, and each build's have names of their own.
  rm -rf "$ROOT/web-ui/target/classes/static"
}

# build_apps WHAT... (server, agent): sets SERVER_BUILT and AGENT_BUILT, the hashes of what stands ready below target/gantry.
build_apps() {
  local app stale=() ui=''
  UI_ARGUMENTS=(-Dui.skip=true)
  find_java
  for app in "$@"; do
    printf -v "${app^^}_BUILT" '%s' "$("${app}_hash")"
    local hash="${app^^}_BUILT"
    [[ -d $BUILT/$app/${!hash} ]] || stale+=("$app")
  done
  [[ ${#stale[@]} -gt 0 ]] || return 0
  need_build_tools
  need_room_to_build
  if [[ " ${stale[*]} " == *' server '* ]]; then
    ui=$(ui_hash)
    ui_arguments "$ui"
  fi
  # No subshell: it would not have the trap that ends Maven when this script is ended.
  exec 8>"$BUILT/build.lock"
  flock 8
  maven_package "${stale[*]}" "${UI_ARGUMENTS[@]}" -pl "$(IFS=,; printf '%s' "${stale[*]}")" -am
  exec 8>&-
  [[ ! $ui ]] || printf '%s\n' "$ui" >"$BUILT/ui.stamp"
  for app in "${stale[@]}"; do
    local hash="${app^^}_BUILT"
    unpack_app "$app" "${!hash}"
  done
}

need_room_to_build() {
  local why
  why=$(mkdir -p "$BUILT" 2>&1 && mktemp -p "$BUILT" 2>&1) ||
    die "Nothing can be built in $ROOT: ${why##*: }." "Check the sources out where they may be written to."
  rm -f -- "$why"
}

maven_package() {
  local what=$1 log=$BUILT/build.log
  shift
  step "Building $what"
  progress_note() {
    local name
    name=$(grep -o 'Building Gantry :: [a-z-]*' "$1" 2>/dev/null | tail -n 1 || true)
    STEP_NOTE=${name##*:: }
  }
  if ! JAVA_HOME=$JDK PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 run_logged "$log" \
    mvn -f "$ROOT/pom.xml" -T 2 -DskipTests -Dspotless.check.skip=true -Dcheckstyle.skip=true "$@" package; then
    step_break
    grep -E '^\[ERROR\] .|npm (ERR|error)|error TS' "$log" | grep -vE '^.ERROR. .Help|Re-run Maven|full stack trace|For more information|After correcting|mvn <args>' | head -n 20 >&2 || true
    die "The build failed." "Its whole output: $log" "Where a download failed, look at the network, or at the mirror in ~/.m2/settings.xml and ~/.npmrc."
  fi
  unset -f progress_note
  step_done "Built $what"
}

# Spring Boot's own layout for a quick start: a thin jar with lib/ beside it.
unpack_app() {
  local app=$1 hash=$2 jar new=$BUILT/$1/.new
  jar=$(find "$ROOT/$app/target" -maxdepth 1 -name "$app-*.jar" ! -name '*-tests.jar' -print -quit)
  [[ $jar ]] || die "The build left no jar in $app/target." "Its output: $BUILT/build.log"
  rm -rf "$new"
  mkdir -p "$new"
  "$JAVA" -Djarmode=tools -jar "$jar" extract --destination "$new" >/dev/null
  mv "$new/$(basename "$jar")" "$new/$app.jar"
  step "Preparing a quick start of the $app"
  run_logged "$BUILT/train.log" train_app "$app" "$new" || true
  step_done
  # Older builds go: homes hold links of their own.
  find "$BUILT/$app" -mindepth 1 -maxdepth 1 ! -name .new -exec rm -rf {} +
  mv "$new" "$BUILT/$app/$hash"
}

# install_app APP HASH: links the built app into the home; a plain copy where the home is on another disk.
install_app() {
  local app=$1 hash=$2 to=$HOME_DIR/$1/app
  if [[ ! -d $to/$hash ]]; then
    mkdir -p "$to"
    rm -rf "$to/.new"
    cp -al "$BUILT/$app/$hash" "$to/.new" 2>/dev/null || { rm -rf "$to/.new"; cp -a "$BUILT/$app/$hash" "$to/.new"; }
    mv "$to/.new" "$to/$hash"
  fi
  find "$to" -mindepth 1 -maxdepth 1 ! -name "$hash" -exec rm -rf {} +
}
