#!/usr/bin/env bash
# make_deb.sh BUILD TARGET: packs what BUILD installs into TARGET/penstock_VERSION_ARCHITECTURE.deb, for
# the system that it was built on, and prints its name. Needs dpkg-dev.
set -euo pipefail
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(realpath "$1")
target=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

root=$work/debian/penstock
mkdir -p "$root/DEBIAN" "$root/usr/share/doc/penstock"
cmake --install "$build" --prefix "$root/usr" --strip > /dev/null

# Where Debian has them otherwise.
mkdir -p "$root/usr/share/zsh/vendor-completions"
mv "$root/usr/share/zsh/site-functions/_penstock" "$root/usr/share/zsh/vendor-completions/"
rmdir "$root/usr/share/zsh/site-functions"
gzip -9n "$root/usr/share/man/man1/penstock.1"
gzip -9nc "$here/changelog" > "$root/usr/share/doc/penstock/changelog.Debian.gz"

# The licence as a paragraph of the machine-readable form: indented, a dot for an empty line.
license=$(tail -n +5 "$here/../../LICENSE" | sed -e 's/^$/./' -e 's/^/ /')
awk -v text="$license" '{ if ($0 == "@LICENSE@") print text; else print }' "$here/copyright" \
    > "$root/usr/share/doc/penstock/copyright"

# dpkg-shlibdeps wants a source package around it.
printf 'Source: penstock\n\nPackage: penstock\nArchitecture: any\n' > "$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O debian/penstock/usr/bin/penstock 2> /dev/null |
    sed -n 's/^shlibs:Depends=//p')

version=$(sed -n '1s/.*(\(.*\)).*/\1/p' "$here/changelog")
architecture=$(dpkg --print-architecture)
size=$(du -sk --exclude=DEBIAN "$root" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
    -e "s/@DEPENDS@/$depends/" "$here/control" > "$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"

package=$target/penstock_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$root" "$package" > /dev/null
echo "$package"
