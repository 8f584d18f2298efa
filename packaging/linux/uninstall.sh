#!/bin/sh
# Removes Desk of one user; the data and the settings stay.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# Installed, this file lies in the program's folder; in the archive it does not.
case $here in
    */lib/desk) prefix=${here%/lib/desk} ;;
    *) prefix=${PREFIX:-$HOME/.local} ;;
esac
share=$prefix/share
rm -f "$prefix/bin/desk" "$share/applications/desk.desktop" \
    "$share/applications/desk-open.desktop" "$share/icons/hicolor/scalable/apps/desk.svg" \
    "$share/mime/packages/desk.xml" "$share/metainfo/org.desk.Desk.metainfo.xml"
rm -rf "$share/doc/desk" "$prefix/lib/desk"
command -v update-desktop-database >/dev/null && update-desktop-database -q "$share/applications"
command -v update-mime-database >/dev/null && update-mime-database "$share/mime"
echo "Desk is removed. Your data are still in ${XDG_DATA_HOME:-$HOME/.local/share}/Desk."
