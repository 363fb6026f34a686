#!/usr/bin/env bash
# Runs a command on a Wayland compositor of its own, which shows nothing: on_wayland.sh COMMAND…
# Exits with the command's code. There is no keyboard and no pointer: no window is the active one.
set -euo pipefail

XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR WAYLAND_DISPLAY=penstock-test QT_QPA_PLATFORM=wayland
unset DISPLAY
# The input context of Qt's Wayland plugin asks a keyboard that is not there, and crashes.
export QT_IM_MODULE=compose
weston --backend=headless-backend.so --socket="$WAYLAND_DISPLAY" --idle-time=0 --no-config > /dev/null 2>&1 &
server=$!
trap 'kill $server 2> /dev/null || true; wait $server 2> /dev/null || true; rm -rf "$XDG_RUNTIME_DIR"' EXIT

for _ in $(seq 100); do
    [ -S "$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY" ] && break
    kill -0 $server 2> /dev/null || { echo "weston did not start" >&2; exit 1; }
    sleep 0.1
done

code=0
"$@" || code=$?
exit $code
