#!/usr/bin/env bash
# check_deb.sh PACKAGE: installs it into a bare root of this machine's Debian, with what it depends on
# and nothing else, and starts it there. Needs root, debootstrap and the machine's package sources.
set -euo pipefail

package=$(realpath "$1")
mirror=$(apt-get indextargets --format '$(REPO_URI)' | head -n 1)
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
root=$(mktemp -d)
trap 'umount "$root/proc" 2> /dev/null || true; rm -rf --one-file-system "$root"' EXIT

say() { printf '%s\n' "$*" >&2; }
within() { chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }

say "A bare $suite …"
debootstrap --variant=minbase "$suite" "$root" "$mirror" > "$root.log" 2>&1 || { tail "$root.log" >&2; exit 1; }
rm -f "$root.log"
mount -t proc proc "$root/proc"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$package" "$root/penstock.deb"

say "Installing …"
within DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends /penstock.deb > "$root/log" 2>&1 ||
    { tail "$root/log" >&2; exit 1; }

say "Starting …"
within penstock --version
code=0
within penstock get http://127.0.0.1:9/nothing || code=$?
[ $code = 5 ] || { say "penstock get ended with $code instead of 5."; exit 1; }
within QT_QPA_PLATFORM=offscreen timeout --preserve-status 10 penstock
[ -s "$root/root/.local/state/penstock/list.db" ] || { say "The window left no list."; exit 1; }
within sh -c 'test -e /usr/share/applications/org.penstock.penstock.desktop'
within apt-get remove -yq penstock > "$root/log" 2>&1
within sh -c '! test -e /usr/bin/penstock'
say "It was installed, has run, and was removed."
