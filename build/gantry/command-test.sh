# shellcheck shell=bash
# `./gantry test`: each level leaves its reports below target/gantry/test/LEVEL; one summary adds them all up.

TESTED=$ROOT/target/gantry/test
CHECKS=''

command_test() {
  local level levels=("$@") began=$SECONDS
  [[ ${#levels[@]} -gt 0 ]] || levels=(unit ui server engine e2e)
  for level in "${levels[@]}"; do
    case $level in
      unit | server | ui) ;;
      engine | e2e) [[ $EUID -eq 0 ]] || die "The $level tests make containers, mounts and networks, which needs root." "sudo ./gantry test, or the levels that need no root: ./gantry test unit server ui" ;;
      *) die "There is no test level '$level'." "\`./gantry help test\`" ;;
    esac
  done
  find_java
  need_build_tools
  rm -rf "$TESTED"
  mkdir -p "$TESTED"
  test_packages "${levels[@]}"
  for level in "${levels[@]}"; do
    mkdir -p "$TESTED/$level"
    CHECKS=$TESTED/$level/checks.tsv
    : >"$CHECKS"
    "test_$level"
  done
  node "$ROOT/build/gantry/test-summary.mjs" "$TESTED" $((SECONDS - began)) "${levels[@]}"
}

# What the levels need beyond Java, Maven and Node, from the distribution.
test_packages() {
  local wanted=(curl:curl) missing level
  for level in "$@"; do
    case $level in
      unit) wanted+=(shellcheck:shellcheck docker-compose:docker-compose skopeo:skopeo docker-registry:docker-registry) ;;
      engine | e2e) wanted+=(crun:crun runc:runc conmon:conmon ip:iproute2 nft:nftables igzip:isal busybox:busybox-static) ;;&
      engine) wanted+=(unpigz:pigz skopeo:skopeo docker-registry:docker-registry gcc:build-essential) ;;
      server) wanted+=(skopeo:skopeo podman:podman) ;;
      e2e) wanted+=(chromium:chromium) ;;
    esac
  done
  mapfile -t missing < <(missing_packages "${wanted[@]}" | sort -u)
  [[ ${#missing[@]} -eq 0 ]] || apt_install "The tests" "${missing[@]}"
}

# check NAME COMMAND... : one check that is no test of a test runner; counts as one.
check() {
  local name=$1 log code=0
  shift
  log=$(dirname "$CHECKS")/${name//[^a-z0-9]/-}.log
  step "$name"
  run_logged "$log" "$@" || code=$?
  if [[ $code -eq 0 ]]; then
    printf 'passed\t%s\n' "$name" >>"$CHECKS"
    step_done "$name"
  else
    printf 'failed\t%s\n' "$name" >>"$CHECKS"
    step_break
    warn "$name failed (exit code $code). The end of $log:"
    tail -n 40 "$log" >&2
  fi
}

# run_suite NAME COMMAND... : runs a test runner that writes reports of its own. Its exit code counts only when
# no report tells of a failure: a build that broke before any test must not pass.
run_suite() {
  local name=$1 log code=0
  shift
  log=$(dirname "$CHECKS")/$name.log
  step "Running the $name tests"
  run_logged "$log" "$@" || code=$?
  printf 'suite\t%s\t%s\n' "$name" "$code" >>"$CHECKS"
  if [[ $code -eq 0 ]]; then step_done "The $name tests ran"; return; fi
  step_break
  warn "The $name tests ended with exit code $code. From $log:"
  grep -E '^\[ERROR\]|FAIL|✘|^  [0-9]+\) ' "$log" | head -n 40 >&2 || tail -n 40 "$log" >&2
}

# maven_tests LEVEL ARGUMENTS... : surefire writes one directory a module, gathered below the level.
maven_tests() {
  local level=$1 module
  shift
  find "$ROOT" -path '*/target/surefire-reports' -not -path '*/node_modules/*' -prune -exec rm -rf {} +
  progress_note() { STEP_NOTE=$(grep -oE 'Running dev\.gantry\.[a-zA-Z0-9.]+' "$1" 2>/dev/null | tail -n 1 | sed 's/.*\.//' || true); }
  JAVA_HOME=$JDK PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 run_suite "$level" mvn -f "$ROOT/pom.xml" --fail-at-end "$@"
  unset -f progress_note
  for module in oci protocol db engine agent server; do
    if [[ -d $ROOT/$module/target/surefire-reports ]]; then
      cp -r "$ROOT/$module/target/surefire-reports" "$TESTED/$level/$module"
    fi
  done
}

test_unit() {
  check "scripts pass shellcheck" shellcheck -x "$ROOT/gantry" "$ROOT/.ci/run" "$ROOT/server/docker-join-token"
  check "scripts are at most 400 lines" scripts_are_short
  check "docker-compose.yml is valid" docker-compose -f "$ROOT/docker-compose.yml" config --quiet
  maven_with_ui unit verify
}

# The server's jar holds the browser UI, so its module is built where it is stale.
maven_with_ui() {
  local level=$1 hash
  shift
  hash=$(ui_hash)
  ui_arguments "$hash"
  maven_tests "$level" "${UI_ARGUMENTS[@]}" "$@"
  if [[ ${UI_ARGUMENTS[0]} == *false && $ROOT/web-ui/dist/index.html -nt $TESTED ]]; then printf '%s\n' "$hash" >"$BUILT/ui.stamp"; fi
}

scripts_are_short() {
  local long
  long=$(cd "$ROOT" && wc -l gantry build/gantry/*.sh build/gantry/*.mjs bench/*.mjs | awk '$2 != "total" && $1 > 400')
  printf '%s\n' "$long"
  [[ -z $long ]]
}

tagged_tests() {
  maven_with_ui "$1" -Dgroups="$1" -DexcludedGroups=none -Dspotless.check.skip=true -Dcheckstyle.skip=true package -pl "$2" -am
}

test_server() { tagged_tests server server; }
test_engine() { tagged_tests engine engine,agent; }

npm_ci() {
  ui_packages_are_fresh || PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix "$ROOT/web-ui" ci --no-audit --no-fund
}

npm_run() { npm --prefix "$ROOT/web-ui" run "$@"; }

# openapi.json is the server's document, which the server's own tests compare; here the types made of it.
api_types_are_current() {
  local fresh=$TESTED/ui/schema.d.ts
  cd "$ROOT/web-ui" &&
    npx --no-install openapi-typescript openapi.json -o "$fresh" --root-types=false &&
    npx --no-install prettier --ignore-path /dev/null --config .prettierrc.json --write "$fresh" &&
    diff -u src/shared/api/schema.d.ts "$fresh"
}

test_ui() {
  check "browser UI: packages install from the lock file" npm_ci
  check "browser UI: lint" npm_run lint
  check "browser UI: API types match the server's document" api_types_are_current
  run_suite ui npm_run test -- --reporter=default --reporter=json --outputFile.json="$TESTED/ui/vitest.json"
  check "browser UI: production build" npm_run build
}

test_e2e() {
  build_apps server agent
  check "browser UI: packages for the end-to-end tests" npm_ci
  progress_note() { STEP_NOTE=$(grep -aoE '\[[0-9]+/[0-9]+\]' "$1" 2>/dev/null | tail -n 1 || true); }
  PLAYWRIGHT_JSON_OUTPUT_NAME=$TESTED/e2e/playwright.json run_suite e2e npm_run e2e -- --reporter=line,json
  unset -f progress_note
}
