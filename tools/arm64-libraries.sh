#!/usr/bin/env bash
# tools/arm64-libraries.sh PACKAGE...: fetches Debian's arm64 packages of these libraries, and unpacks
# them in build/arm64-libraries. They are not installed: this system stays as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
libraries=$PWD/build/arm64-libraries
apt=$PWD/build/arm64-apt

apt_arm64() {
  apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root \
    -o Dir::State="$apt" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" "$@"
}

if [ "$(cat "$libraries/packages" 2>/dev/null)" = "$*" ]; then exit; fi
rm -rf "$libraries" "$apt"
mkdir -p "$libraries" "$apt/lists/partial" "$apt/cache/archives/partial"
: >"$apt/status"
apt_arm64 update
(cd "$apt" && apt_arm64 download "$@")
for package in "$apt"/*.deb; do dpkg-deb -x "$package" "$libraries"; done
echo "$*" >"$libraries/packages"
rm -rf "$apt"
