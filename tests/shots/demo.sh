#!/usr/bin/env bash
# Shows the window with transfers from an origin on this machine: demo.sh [--unattended] BIN_DIR
#
# Everything it makes is in a folder of its own, which stays. Unattended, it takes two pictures of
# the display, ends when the files are there, and exits 0 only if each of them is exact.
set -euo pipefail

unattended=
if [ "$1" = --unattended ]; then
    unattended=yes
    shift
fi
readonly bin=$1 limit_seconds=180
place=$(mktemp -d "${TMPDIR:-/tmp}/penstock-demo.XXXXXX")
readonly place files=$place/files
mkdir -p "$files" "$place/config" "$place/state"
mkdir -m 700 "$place/run"

origin=
window=
# shellcheck disable=SC2329
stop_all() {
    [ -z "$window" ] || kill "$window" 2> /dev/null || true
    [ -z "$origin" ] || kill "$origin" 2> /dev/null || true
    wait || true
}
trap stop_all EXIT

wait_for() {  # SECONDS COMMAND…
    local left=$(($1 * 10))
    shift
    until "$@"; do
        left=$((left - 1))
        [ $left -gt 0 ] || return 1
        sleep 0.1
    done
}

# name, URL and digest (or -) of each file of the origin, one a line
served() {
    python3 -c 'import json, sys
for file in json.load(open(sys.argv[1]))["files"]:
    print(file["url"].rsplit("/", 1)[1], file["url"], file.get("sha256", "-"))' "$place/origin.json"
}

all_here() {
    local name digest
    while read -r name _ digest; do
        [ "$digest" = - ] || [ -e "$files/$name" ] || return 1
    done <<< "$(served)"
}

exact() {
    local name digest code=0
    while read -r name _ digest; do
        if [ "$digest" = - ]; then
            [ ! -e "$files/$name" ] || { echo "$name: should not be there"; code=1; }
        elif echo "$digest  $files/$name" | sha256sum --check --status 2> /dev/null; then
            echo "$name: exact"
        else
            echo "$name: missing or wrong"
            code=1
        fi
    done < <(served)
    [ -z "$(find "$files" -name '*.part' -print -quit)" ] || { echo "A part was left over"; code=1; }
    return $code
}

picture() { import -window root "$place/$1" && echo "Picture: $place/$1"; }

"$bin/penstock-demo-origin" --detached --ca-out "$place/ca.pem" --port-file "$place/origin.json" > /dev/null &
origin=$!
wait_for 20 test -e "$place/origin.json" || { echo "The origin did not start" >&2; exit 1; }

# The same program as always, with its own list, folders and trusted certificate.
export XDG_CONFIG_HOME=$place/config XDG_STATE_HOME=$place/state SSL_CERT_FILE=$place/ca.pem
if [ $unattended ] || [ -z "${WAYLAND_DISPLAY:-}" ]; then
    export XDG_RUNTIME_DIR=$place/run  # a Wayland display would be looked for in there
fi
printf 'XDG_DOWNLOAD_DIR="%s"\n' "$files" > "$XDG_CONFIG_HOME/user-dirs.dirs"
mapfile -t urls < <(served | cut -d' ' -f2)
"$bin/penstock-demo-list" "$place/state/penstock/list.db" "$files" "${urls[@]}"

"$bin/penstock" &
window=$!
if [ ! $unattended ]; then
    echo "The files go to $files. The demo ends with the window."
    wait $window
    window=
    exit 0
fi

echo "Running on a virtual display; the files go to $files"
sleep 6
picture running.png
code=0
wait_for $limit_seconds all_here || code=1
sleep 1  # the last state is painted a tick after the file is in place
picture finished.png
kill -0 $window 2> /dev/null || { echo "The window has gone"; code=1; }
exact || code=1
kill $window
wait $window || code=1
window=
[ $code = 0 ] && echo "The demo is complete; everything it made is in $place"
exit $code
