# shellcheck shell=bash
# `./gantry help`: everything there is to do, and per command what its options mean.

command_help() {
  case ${1:-} in
    '') help_all ;;
    up) help_up ;;
    down) help_down ;;
    status) help_status ;;
    logs) help_logs ;;
    token) help_token ;;
    join) help_join ;;
    test) help_test ;;
    bench) help_bench ;;
    help) help_all ;;
    *) die "There is no command '$1'." "\`./gantry help\` lists all there are." ;;
  esac
}

help_all() {
  cat <<'TEXT'
Gantry: a container platform for many hosts.

  ./gantry up                  install what is needed, build what is stale, start server, agent and a welcome page
  ./gantry down                stop server, agent and database; containers keep running. --volumes removes all of it
  ./gantry status              what runs, where
  ./gantry logs [NAME] [-f]    logs of server, agent, postgres
  ./gantry token               an admin API token for scripts
  ./gantry join ...            make this machine a host of a server elsewhere; the browser's "Add host" shows the line
  ./gantry test [LEVEL]        prove the tree: unit, engine, server, ui, e2e; no word: all
  ./gantry bench NAME          compare with other engines; `bench` alone lists the names
  ./gantry help [COMMAND]      this, or a command's options

To begin, run `./gantry up` as root and open the address that it prints.
Every command but test and help takes --home DIR, the directory of one installation (default /var/lib/gantry, or $GANTRY_HOME).
Where to read on: README.md, docs/installation.md, docs/architecture.md, docs/glossary.md.
TEXT
}

help_up() {
  cat <<'TEXT'
./gantry up [OPTION]...      (as root)

From a fresh checkout to a platform that runs. A second `up` starts only what is missing, leaves alone what runs well, and
says what runs. Needs a JDK 17 or newer, Maven, Node.js 20 or newer, npm; says how to get what is missing. An `up` that is
refused (a port that is taken, a program that is missing) writes nothing below its home.

  --home DIR           everything this installation writes is below it (default /var/lib/gantry); a new home is an empty
                       or missing directory outside of the checkout
  --port N             browser UI and API on 127.0.0.1 (default 8080)
  --agent-port N       where agents connect, on all addresses (default 8444)
  --database-url URL   a Postgres 15 or newer instead of the embedded one, as JDBC URL with its user and password:
                       'jdbc:postgresql://db.example:5432/gantry?user=gantry&password=...' (the database must exist)
  --no-demo            no welcome image and container
  --no-install         only check for the engine's packages (crun or runc, conmon, iproute2, nftables), never install any

Ports, database and --no-demo are kept in HOME/gantry.env: later commands need only --home. They can be changed while the
installation is down.
TEXT
}

help_down() {
  cat <<'TEXT'
./gantry down [OPTION]...    (as root)

Stops agent, server and the embedded Postgres. Containers keep running, and the next `up` takes them up again.

  --home DIR      which installation (default /var/lib/gantry)
  --containers    stop the containers of this machine first; those of other hosts keep running
  --volumes       remove this machine's containers, images and data of this installation: there is no way back.
                  Containers of other hosts keep running there; the same command on each host removes them

An agent alone, made by `join`, is stopped and removed in the same way; `./gantry join` starts it again.
TEXT
}

help_status() {
  cat <<'TEXT'
./gantry status [--home DIR] [--json]

Shows server, agent, database and containers; of an agent alone how it stands with its server.
Exit code 0 when all of it runs and the agent is connected, 3 when not.
TEXT
}

help_logs() {
  cat <<'TEXT'
./gantry logs [server|agent|postgres]... [-f] [--home DIR]

Shows the last lines of the named logs, of all three without a name. -f goes on with what comes.
A container's own output is in the browser, or under /api/v1/containers/ID/logs.
TEXT
}

help_token() {
  cat <<'TEXT'
./gantry token [--home DIR]

Prints an admin's API token, on the machine of the server:
  curl -H "Authorization: Bearer $(./gantry token)" http://127.0.0.1:8080/api/v1/containers
TEXT
}

help_join() {
  cat <<'TEXT'
./gantry join --server HOST:PORT --token TOKEN --fingerprint SHA256:... [OPTION]...      (as root)

Installs host packages, builds the agent and starts it on this machine as a host of the server at HOST:PORT (its agent port).
The browser's "Add host" dialog shows the whole line. A token works once and for 15 minutes.

A machine that is joined and connected is left as it is, and the token stays good. One whose host was removed joins again, as a new
host: the containers that still run here come along. `./gantry join` alone starts the agent of a machine that has joined.

  --home DIR      default /var/lib/gantry
  --no-install    only check for the engine's packages (crun or runc, conmon, iproute2, nftables), never install any

TOKEN and fingerprint are also taken from the environment: GANTRY_TOKEN, GANTRY_FINGERPRINT.
TEXT
}

help_test() {
  cat <<'TEXT'
./gantry test [unit|server|engine|ui|e2e]

  unit      formatter, sizes, laws, pure tests of all modules; scripts and Compose file   (no root needed)
  server    what needs Postgres; it brings its own
  engine    containers, layers and networks on this kernel                                (root)
  ui        lint, unit tests and build of the browser UI; its API types are up to date
  e2e       whole installations, driven through Chromium                                  (root)

No word: all, in this order, with one summary. Installs what the tests need. Uses ports, homes and networks of its own:
no installation is needed, and one that runs is not disturbed. Reports: target/gantry/test/LEVEL.
TEXT
}

help_bench() {
  cat <<'TEXT'
./gantry bench NAME

  start     create and start a container through the API, beside docker, podman and the bare runtime
  pull      pull an image of 150 MB from a registry on loopback through the API, beside docker and podman

Uses the installation in --home (default /var/lib/gantry) when it runs, otherwise one of its own that it removes afterwards.
Docker and podman take part when they are installed; each runs apart from what else this machine does with them.
TEXT
}
