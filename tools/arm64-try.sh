#!/usr/bin/env bash
# Starts build/arm64/mediaconnect-mock in QEMU, and lets boto3 lead flows through their lives there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
binary=$PWD/build/arm64/mediaconnect-mock
emulated=$PWD/build/arm64/emulated

case "$(od -An -tx1 -j18 -N2 "$binary")" in
  " b7 00") ;;
  *) echo "arm64: $binary is not for arm64" >&2; exit 1 ;;
esac
printf '#!/bin/sh\nexec qemu-aarch64-static "%s" "$@"\n' "$binary" >"$emulated"
chmod +x "$emulated"
"$emulated" --version
cd tests/clients/python
SERVER_BINARY=$emulated PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -W ignore::ResourceWarning -m unittest
echo "arm64: mediaconnect-mock is built, and answers"
