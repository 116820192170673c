#!/bin/sh
# Installs Superpose from this folder.
#   install.sh [--user | --system | --prefix DIR] [--toolchain DIR]
#   install.sh --uninstall [--user | --system | --prefix DIR]
# --user (the default) installs into ~/.local, --system into /usr/local, --prefix into a virtual environment.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix="" toolchain="" action=install place=user

give_up() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }

while [ $# -gt 0 ]; do
  case "$1" in
    --user) place=user ;;
    --system) place=system ;;
    --prefix) place=prefix; prefix=${2:?a folder}; shift ;;
    --toolchain) toolchain=${2:?a folder}; shift ;;
    --uninstall) action=uninstall ;;
    -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit ;;
    *) give_up "unknown option $1; see --help" ;;
  esac
  shift
done
# What is for all users must not depend on the installer's umask.
[ "$place" = user ] || umask 022
case "$place" in
  user) prefix=${HOME:?}/.local ;;
  system) prefix=/usr/local ;;
  prefix) mkdir -p "$prefix" && prefix=$(cd "$prefix" && pwd) ;;
esac
target=$prefix/lib/superpose

uninstall() {
  [ -e "$target/swift-version" ] || give_up "nothing is installed in $prefix"
  data=${JUPYTER_DATA_DIR:-${XDG_DATA_HOME:-${HOME:-}/.local/share}/jupyter}
  for spec in "$prefix"/share/jupyter/kernels/*/ "$data"/kernels/*/; do
    # Only kernels that start this program.
    if grep -qsF "\"$target/" "${spec}kernel.json"; then rm -r "$spec" && echo "removed ${spec%/}"; fi
  done
  if [ "$(readlink -f "$prefix/bin/superpose" || true)" = "$target/superpose-launcher" ]; then
    rm "$prefix/bin/superpose" && echo "removed $prefix/bin/superpose"
  fi
  rm -r "$target" && echo "removed $target"
}

install_files() {
  mkdir -p "$prefix/bin" "$prefix/lib" || give_up "$prefix is not writable; use --user, or be root for --system"
  new=$target.new
  rm -rf "$new"
  cp -R "$here/lib" "$new"
  chmod -R u=rwX,go=rX "$new"
  # An earlier installation stays whole until the new one is.
  rm -rf "$target"
  mv "$new" "$target"
  ln -sfn ../lib/superpose/superpose-launcher "$prefix/bin/superpose"
}

if [ "$action" = uninstall ]; then uninstall; exit; fi
SUPERPOSE_INSTALLER=$here/install.sh "$here/lib/configure" --check ${toolchain:+--toolchain "$toolchain"}
install_files
if [ "$place" = user ]; then
  "$target/configure" --user ${toolchain:+--toolchain "$toolchain"}
else
  "$target/configure" --prefix "$prefix" ${toolchain:+--toolchain "$toolchain"}
fi
echo "installed $prefix/bin/superpose"
