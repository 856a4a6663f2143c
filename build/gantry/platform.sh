# shellcheck shell=bash
# What this machine offers: Java, Maven, Node, host packages.

need_root() {
  [[ $EUID -eq 0 ]] || die "\`./gantry $1\` needs root: containers, mounts and firewall rules can't be made without." "Run it with sudo, or in a root shell."
}

# The major version of a Java home, from its release file; 0 when it says none.
java_major() {
  local version=''
  [[ ! -r $1/release ]] || version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" | head -n 1)
  printf '%s' "${version:-0}"
}

java_homes() {
  local home
  {
    [[ -z ${JAVA_HOME:-} ]] || printf '%s\n' "$JAVA_HOME"
    if home=$(command -v java); then dirname "$(dirname "$(readlink -f "$home")")"; fi
    for home in /usr/lib/jvm/* /opt/java/*; do
      [[ ! -x $home/bin/java || -L $home ]] || printf '%s\n' "$home"
    done
  } | awk '!seen[$0]++'
}

# Sets JAVA, which runs Gantry, and JAVA_MAJOR: JAVA_HOME's, or the newest there is.
find_java() {
  local home major best=0
  JAVA='' JAVA_MAJOR=0
  if [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/java && $(java_major "$JAVA_HOME") -ge 17 ]]; then
    JAVA=$JAVA_HOME/bin/java JAVA_MAJOR=$(java_major "$JAVA_HOME")
    return
  fi
  while IFS= read -r home; do
    major=$(java_major "$home")
    if [[ $major -gt $best && -x $home/bin/java ]]; then best=$major JAVA=$home/bin/java JAVA_MAJOR=$major; fi
  done < <(java_homes)
  [[ $best -ge 17 ]] || die "No Java 17 or newer was found on the PATH, in JAVA_HOME or below /usr/lib/jvm." "apt-get install openjdk-17-jdk-headless"
}

# Sets JDK, the home of the JDK that builds: JAVA_HOME, or the oldest from 17 on, which is what the source is written for.
find_jdk() {
  local home major best=999
  JDK=''
  if [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/javac && $(java_major "$JAVA_HOME") -ge 17 ]]; then JDK=$JAVA_HOME; return; fi
  while IFS= read -r home; do
    major=$(java_major "$home")
    if [[ -x $home/bin/javac && $major -ge 17 && $major -lt $best ]]; then best=$major JDK=$home; fi
  done < <(java_homes)
  [[ $JDK ]] || die "No Java compiler (JDK 17 or newer) was found; a JRE alone can't build Gantry." "apt-get install openjdk-17-jdk-headless"
}

need_node() {
  local version=''
  if command -v node >/dev/null; then version=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || true); fi
  [[ ${version:-0} -ge 20 ]] || die "Node.js 20 or newer is needed, found ${version:-none}." \
    "Debian 12 has 18 only. Either: curl -fsSL https://deb.nodesource.com/setup_20.x | bash - && apt-get install nodejs" \
    "or unpack an archive from https://nodejs.org/en/download and put its bin directory on the PATH."
}

need_build_tools() {
  find_jdk
  command -v mvn >/dev/null || die "Maven was not found; it builds the server and the agent." "apt-get install maven"
  need_node
  command -v npm >/dev/null || die "npm was not found; it builds the browser UI." "It comes with Node.js from nodejs.org and from NodeSource; with Debian's own node: apt-get install npm"
}

# apt_install WHY PACKAGE... : installs what is missing, quietly, with its log kept.
apt_install() {
  local why=$1 log
  shift
  command -v apt-get >/dev/null || die "$why needs these packages, and there is no apt-get here: $*." "Install them with this machine's package manager, then run again with --no-install."
  [[ $EUID -eq 0 ]] || die "$why needs packages that only root can install: $*." "sudo apt-get install $*"
  mkdir -p "$ROOT/target/gantry"
  log=$ROOT/target/gantry/apt.log
  step "Installing $*"
  if ! run_logged "$log" apt_update_and_install "$@"; then
    step_break
    tail -n 15 "$log" >&2
    die "apt-get could not install: $*." "The whole output: $log" "Install them by hand, then run again; --no-install skips this step."
  fi
  step_done "Installed $*"
}

apt_update_and_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=120 update &&
    apt-get -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends "$@"
}

# Prints the packages whose command is missing; arguments are command:package.
missing_packages() {
  local pair
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || printf '%s\n' "${pair##*:}"
  done
}

# host_packages INSTALL(yes|no): what the engine needs on a host.
host_packages() {
  local missing
  mapfile -t missing < <(missing_packages crun:crun runc:runc conmon:conmon ip:iproute2 nft:nftables igzip:isal busybox:busybox-static)
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $1 == yes ]]; then apt_install "The engine" "${missing[@]}"; return; fi
  local need=() name
  for name in "${missing[@]}"; do
    case $name in
      crun | runc) command -v crun >/dev/null || command -v runc >/dev/null || need+=("$name") ;;
      isal) warn "isal is not installed: images unpack more slowly." ;;
      busybox-static) ;;
      *) need+=("$name") ;;
    esac
  done
  [[ ${#need[@]} -eq 0 ]] || die "The engine needs programs that are not installed, and --no-install was given: ${need[*]}." "apt-get install ${need[*]}"
}
