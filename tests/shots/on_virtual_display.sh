#!/usr/bin/env bash
# Runs a command on a display of its own, with a window manager: on_virtual_display.sh COMMAND…
# Exits with the command's code. Its environment is the caller's but for the display.
set -euo pipefail

display_file=$(mktemp)
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3> "$display_file" 2> /dev/null &
server=$!
trap 'kill $server 2> /dev/null || true; wait $server 2> /dev/null || true; rm -f "$display_file"' EXIT

for _ in $(seq 100); do
    [ -s "$display_file" ] && break
    kill -0 $server 2> /dev/null || { echo "Xvfb did not start" >&2; exit 1; }
    sleep 0.1
done
DISPLAY=:$(head -n 1 "$display_file")
export DISPLAY QT_QPA_PLATFORM=xcb
unset WAYLAND_DISPLAY
openbox > /dev/null 2>&1 &
# Until it manages windows, none of them becomes the active one.
for _ in $(seq 100); do
    xprop -root _NET_SUPPORTING_WM_CHECK 2> /dev/null | grep -q 'window id' && break
    sleep 0.1
done

code=0
"$@" || code=$?
exit $code
