#!/usr/bin/env bash
# Installs the system packages that are missing, by apt, saying what and why.
# Without root it prints the line to run and stops.
#
#   install-packages.sh build     what building and running need
#   install-packages.sh browser   what the browser tests need besides
set -euo pipefail

declare -A reasons=(
  [libsqlite3-dev]="SQLite, the embedded store"
  [libcurl4-openssl-dev]="libcurl, which sends the webhooks"
  [zlib1g-dev]="zlib, which inflates bodies that come as gzip"
  [chromium]="the browser of the tests"
  [fonts-dejavu-core]="fonts for it"
  [openssl]="a certificate for the tests of client libraries"
  [python3-venv]="Python for the tests from outside"
)
case "${1:-build}" in
  build) wanted=(libsqlite3-dev libcurl4-openssl-dev zlib1g-dev) ;;
  browser) wanted=(chromium fonts-dejavu-core openssl) ;;
  *) echo "usage: $0 build|browser" >&2; exit 2 ;;
esac
if [ "${1:-build}" = browser ] && ! python3 -c 'import venv, ensurepip' 2>/dev/null; then wanted+=(python3-venv); fi

missing=()
for package in "${wanted[@]}"; do
  dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

for package in "${missing[@]}"; do echo "needed: $package (${reasons[$package]})"; done
install="apt-get update && apt-get install --yes --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -ne 0 ]; then
  echo "Please run:  sudo sh -c '$install'" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet=2
apt-get install --quiet=2 --yes --no-install-recommends "${missing[@]}"
