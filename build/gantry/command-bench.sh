# shellcheck shell=bash
# `./gantry bench NAME`: runs bench/NAME.mjs.

command_bench() {
  local name='' home='' names=()
  mapfile -t names < <(bench_names)
  while [[ $# -gt 0 ]]; do
    case $1 in
      --home) [[ ${2:-} ]] || die "--home needs a value."; home=$2; shift 2 ;;
      -*) die "\`bench\` has no option '$1'." "\`./gantry help bench\`" ;;
      *) name=$1; shift ;;
    esac
  done
  if [[ -z $name ]]; then
    printf '%s\n' "${names[@]}"
    return
  fi
  [[ " ${names[*]} " == *" $name "* ]] || die "There is no benchmark '$name'." "There are: ${names[*]}."
  need_root bench
  need_node
  home_at "$home"
  local missing wanted=(busybox:busybox-static)
  [[ $name != pull ]] || wanted=(docker-registry:docker-registry skopeo:skopeo)
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [[ ${#missing[@]} -eq 0 ]] || apt_install "The benchmark" "${missing[@]}"
  GANTRY_HOME=$HOME_DIR exec node "$ROOT/bench/$name.mjs"
}

# A benchmark is a script whose first line tells what it compares; modules beside it are imported by these.
bench_names() {
  local file
  for file in "$ROOT"/bench/*.mjs; do
    file=$(basename "$file" .mjs)
    case $file in bench | peers | installation | sheets) ;; *) printf '%s\n' "$file" ;; esac
  done
}
