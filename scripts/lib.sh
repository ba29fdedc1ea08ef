# shellcheck shell=bash
# Functions the commands share; sourced by them, never run.

# shellcheck disable=SC2034  # used by the commands
ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
NAME=cohesion_territoires
CACHE=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/$NAME    # venvs and the 3.44 folder, outside the tree
PYTHON=/usr/bin/python3                                 # the distribution's, which QGIS is built for
export DEBIAN_FRONTEND=noninteractive

# what the tests and the demonstration stand on
QGIS_PACKAGES="python3-qgis qgis qgis-providers python3-venv python3-pandas python3-scipy python3-requests git
    fonts-dejavu-core fonts-open-sans"
TEST_PACKAGES="$QGIS_PACKAGES xvfb xauth pyqt5-dev-tools qttools5-dev-tools"
# servers that tests start on loopback; on the machine itself only, as QGIS 3.44's folder needs none
SERVER_PACKAGES="cgi-mapserver qgis-server-bin qgis-server-wfs qgis-server-wfs3"

say() { printf '== %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# run a command as root, through sudo where we are not
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo --preserve-env=DEBIAN_FRONTEND "$@"
    else die "this needs root or sudo: $*"; fi
}

# need_packages NAME…: install the Debian packages that are missing, and say so
need_packages() {
    local name missing=()
    command -v dpkg-query >/dev/null || die "only Debian and its kin are known here; install by hand: $*"
    for name in "$@"; do
        dpkg-query -W -f='${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^.i' || missing+=("$name")
    done
    [ ${#missing[@]} = 0 ] && return
    say "installing with apt: ${missing[*]}"
    local install=(apt-get -qy -o Dpkg::Use-Pty=0 --no-install-recommends install "${missing[@]}")
    # the package lists are fetched only where the machine has none that serve
    as_root "${install[@]}" >/dev/null 2>&1 || { as_root apt-get -q update >&2 && as_root "${install[@]}" >&2; }
}

# PostgreSQL of whatever version the distribution has, with its PostGIS
need_postgis() {
    ls /usr/lib/postgresql/*/bin/initdb /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 && return
    need_packages postgresql
    local version; version=$(for d in /usr/lib/postgresql/*/; do basename "$d"; done | sort -V | tail -1)
    need_packages "postgresql-$version-postgis-3" "postgresql-$version-postgis-3-scripts"
}

# need_venv FOLDER REQUIREMENTS [venv options]: a Python environment that follows its list
need_venv() {
    local folder=$1 list=$2 stamp; shift 2
    stamp=$({ cat "$list"; "$PYTHON" --version; } | sha256sum | cut -c1-16)
    [ -e "$folder/.ready-$stamp" ] && return
    say "making the Python environment $folder"
    rm -rf "$folder"; mkdir -p "${folder%/*}"
    "$PYTHON" -m venv "$@" "$folder"
    "$folder/bin/python" -m pip -q --disable-pip-version-check install -r "$list" >&2
    touch "$folder/.ready-$stamp"
}

# at_exit COMMAND: undo something when the script ends, last first
CLEANUP=''
at_exit() { CLEANUP="$1; $CLEANUP"; trap 'eval "$CLEANUP"' EXIT; }

# start_postgis: a throw-away PostgreSQL with PostGIS on a free port of the loopback until the script ends;
# PGHOST, PGPORT, PGUSER and PGDATABASE lead to it
start_postgis() {
    local bin folder port owner=() started=
    need_postgis
    bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
    folder=$(mktemp -d)
    at_exit "rm -rf '$folder'"
    # PostgreSQL refuses to run as root
    if [ "$(id -u)" = 0 ]; then
        owner=(setpriv --reuid=postgres --regid=postgres --clear-groups)
        chown postgres "$folder"
    fi
    (cd "$folder" && "${owner[@]}" "$bin/initdb" -D "$folder/d" -U gis -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null)
    at_exit "(cd /; ${owner[*]} '$bin/pg_ctl' -D '$folder/d' -m immediate stop >/dev/null 2>&1 || true)"
    # a port that was free may be another's by the time it listens
    for _ in 1 2 3 4 5; do
        port=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
        (cd "$folder" && "${owner[@]}" "$bin/pg_ctl" -D "$folder/d" -w -t 300 -l "$folder/log" start >/dev/null \
            -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off") && started=1 && break
    done
    [ "$started" ] || { cat "$folder/log" >&2; die "PostgreSQL did not start"; }
    export PGHOST=127.0.0.1 PGPORT=$port PGUSER=gis PGDATABASE=gis
    "$bin/createdb" gis
    "$bin/psql" -qc 'create extension postgis'
}
