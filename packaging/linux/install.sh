#!/bin/sh
# Installs Desk for one user, without root. PREFIX is where to; ~/.local unless it is set.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${PREFIX:-$HOME/.local}
program=$prefix/lib/desk
share=$prefix/share

# The new one is complete before the old one goes.
mkdir -p "$prefix/lib" "$prefix/bin" "$share"
rm -rf "$program.new"
cp -R "$here/program" "$program.new"
cp "$here/uninstall.sh" "$program.new/uninstall.sh"
"$program.new/desk" --version >/dev/null || {
    rm -rf "$program.new"
    echo "Desk does not start on this system, so nothing was installed." >&2
    exit 1
}
rm -rf "$program"
mv "$program.new" "$program"
ln -sfn ../lib/desk/desk "$prefix/bin/desk"

for file in applications/desk.desktop applications/desk-open.desktop \
    icons/hicolor/scalable/apps/desk.svg mime/packages/desk.xml \
    metainfo/org.desk.Desk.metainfo.xml; do
    mkdir -p "$share/$(dirname "$file")"
    cp "$here/share/$file" "$share/$file"
done
# The folder of programs need not be on the path of the desktop.
sed -i "s|^Exec=desk|Exec=\"$prefix/bin/desk\"|" "$share/applications/desk.desktop" \
    "$share/applications/desk-open.desktop"
rm -rf "$share/doc/desk"
mkdir -p "$share/doc"
cp -R "$here/share/doc/desk" "$share/doc/desk"

command -v update-desktop-database >/dev/null && update-desktop-database -q "$share/applications"
command -v update-mime-database >/dev/null && update-mime-database "$share/mime"
echo "Desk is installed. Start it from the menu, or as $prefix/bin/desk."
echo "To remove it again: $program/uninstall.sh"
