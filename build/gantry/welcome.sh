# shellcheck shell=bash
# The welcome image: the machine's own static busybox and one page, two layers, put together with tar and sha256sum.

WELCOME_SOURCE=$ROOT/build/gantry/welcome

# Prints the path of a static busybox; fetched from the distribution when the installed one is dynamic.
static_busybox() {
  local found
  found=$(command -v busybox || true)
  if [[ $found ]] && is_static "$found"; then printf '%s' "$found"; return; fi
  if [[ ! -x $BUILT/busybox/bin/busybox ]]; then
    command -v apt-get >/dev/null || return 1
    rm -rf "$BUILT/busybox"
    mkdir -p "$BUILT/busybox/deb"
    (cd "$BUILT/busybox/deb" && apt-get download busybox-static >/dev/null 2>&1) || return 1
    dpkg-deb -x "$BUILT"/busybox/deb/*.deb "$BUILT/busybox" || return 1
  fi
  printf '%s' "$BUILT/busybox/bin/busybox"
}

# A static program names no interpreter.
is_static() { ! grep -qa '/ld-linux\|/ld-musl' "$1"; }

# The same files make the same bytes, and so the same digests, on every machine.
reproducible_tar() {
  tar --sort=name --mtime='2020-01-01 00:00:00Z' --owner=0 --group=0 --numeric-owner --format=gnu "$@"
}

# welcome_archive FILE: writes the image as an OCI layout archive.
welcome_archive() {
  local to=$1 busybox work layout layers=() diffs=() layer digest size
  busybox=$(static_busybox) || die "There is no static busybox to make the welcome image of." "apt-get install busybox-static, or \`./gantry up --no-demo\`."
  work=$(mktemp -d "$HOME_DIR/server/tmp/welcome.XXXXXX")
  layout=$work/layout
  mkdir -p "$layout/blobs/sha256"
  welcome_busybox_layer "$busybox" "$work/busybox"
  welcome_page_layer "$work/page"
  for layer in busybox page; do
    reproducible_tar -C "$work/$layer" -cf "$work/$layer.tar" .
    digest=$(sha256sum "$work/$layer.tar" | cut -d ' ' -f 1)
    size=$(stat -c %s "$work/$layer.tar")
    mv "$work/$layer.tar" "$layout/blobs/sha256/$digest"
    diffs+=("\"sha256:$digest\"")
    layers+=("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"sha256:$digest\",\"size\":$size}")
  done
  welcome_manifest "$layout" "$(IFS=,; printf '%s' "${diffs[*]}")" "$(IFS=,; printf '%s' "${layers[*]}")"
  reproducible_tar -C "$layout" -cf "$to" oci-layout index.json blobs
  rm -rf "$work"
}

welcome_busybox_layer() {
  local root=$2 applet
  mkdir -p "$root"/{bin,dev,etc,proc,root,sys,tmp,usr/bin}
  chmod 1777 "$root/tmp"
  chmod 0700 "$root/root"
  cp "$1" "$root/bin/busybox"
  chmod 0755 "$root/bin/busybox"
  while IFS= read -r applet; do
    [[ $applet == busybox ]] || ln -s busybox "$root/bin/$applet"
  done < <("$1" --list)
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
}

welcome_page_layer() {
  mkdir -p "$1/www" "$1/bin"
  cp "$WELCOME_SOURCE/index.html" "$1/www/index.html"
  cp "$WELCOME_SOURCE/serve" "$1/bin/serve"
  chmod 0755 "$1/bin/serve"
  chmod 0644 "$1/www/index.html"
}

# put_blob LAYOUT TEXT: stores the text under its digest and prints `digest size`.
put_blob() {
  local digest
  digest=$(printf '%s' "$2" | sha256sum | cut -d ' ' -f 1)
  printf '%s' "$2" >"$1/blobs/sha256/$digest"
  printf 'sha256:%s %s' "$digest" "${#2}"
}

welcome_manifest() {
  local layout=$1 diffs=$2 layers=$3 arch digest size
  case $(uname -m) in x86_64) arch=amd64 ;; aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
  read -r digest size < <(put_blob "$layout" '{"created":"2020-01-01T00:00:00Z","architecture":"'"$arch"'","os":"linux","config":{"Env":["PATH=/usr/bin:/bin"],"Cmd":["/bin/serve"],"WorkingDir":"/","ExposedPorts":{"80/tcp":{}},"Labels":{"org.opencontainers.image.title":"Gantry welcome page"}},"rootfs":{"type":"layers","diff_ids":['"$diffs"']},"history":[{"created":"2020-01-01T00:00:00Z","created_by":"busybox of this machine"},{"created":"2020-01-01T00:00:00Z","created_by":"the welcome page and its server"}]}'; echo)
  read -r digest size < <(put_blob "$layout" '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"'"$digest"'","size":'"$size"'},"layers":['"$layers"']}'; echo)
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"%s","size":%s,"annotations":{"org.opencontainers.image.ref.name":"welcome:latest"}}]}' "$digest" "$size" >"$layout/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
}

# Runs the demo once in an installation's life: a user who removes it must not find it back. WELCOME_PORT stays in DEMO.
start_welcome() {
  local port archive=$HOME_DIR/server/tmp/welcome.tar
  [[ $DEMO != no ]] || return 0
  if [[ -z $DEMO || $DEMO == yes ]]; then
    step "Running the welcome container"
    port=$(free_port 8081)
    welcome_archive "$archive"
    api welcome "$HOST_ID" "$archive" "$port" || fails agent "The welcome container could not be started." "\`./gantry up$(home_option)\` tries again; \`up --no-demo\` leaves it out."
    rm -f "$archive"
    DEMO=$port
    save_settings
    wait_for_welcome
  fi
}

wait_for_welcome() {
  local deadline=$((SECONDS + 30))
  until [[ $(http_status "$DEMO" /) == 200 ]]; do
    [[ $SECONDS -lt $deadline ]] || fails agent "The welcome container runs, but its page did not answer on port $DEMO within 30 s." "Its log is in the browser, at http://127.0.0.1:$PORT"
    step_draw
    sleep 0.1
  done
  step_done "Welcome page answers on http://127.0.0.1:$DEMO"
}
