#!/usr/bin/env bash
# ./dev image: builds the image mediaconnect-mock and tries it. With a Docker engine by docker; else
# by buildah, on a debian:bookworm-slim made by debootstrap from this machine's Debian mirror, and
# the binary runs in a chroot of the result. That takes root, and leaves the image as an archive for
# `docker load`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$PWD/build/image
archive=build/mediaconnect-mock-image.tar
port=45808
commit=$(git rev-parse --short=12 HEAD 2>/dev/null || true)

fail() {
  printf 'image: %s\n' "$*" >&2
  exit 1
}

# Whether a server at the port becomes healthy and answers, and says so.
try_it() {
  local healthcheck=("$@") tries reply
  for tries in $(seq 100); do
    if "${healthcheck[@]}" 2>/dev/null; then break; fi
    [ "$tries" != 100 ] || fail "the server did not become healthy"
    sleep 0.1
  done
  reply=$(curl -sS "http://127.0.0.1:$port/_mediaconnect/health")
  echo "health: $reply"
  case "$reply" in *'"status":"ok"'*) ;; *) fail "that is no healthy reply" ;; esac
  reply=$(curl -sS "http://127.0.0.1:$port/v1/flows" -d \
    '{"name":"AwardsShow","source":{"name":"main","protocol":"rtp","whitelistCidr":"10.24.34.0/23"}}')
  echo "CreateFlow: $reply"
  case "$reply" in *'"status":"STANDBY"'*) ;; *) fail "that is no flow" ;; esac
  reset_as 200 "another container" -H 'Host: mediaconnect:4580'
  reset_as 403 "a web page" -H 'Host: mediaconnect:4580' -H 'Origin: http://mediaconnect:4580'
}

# reset_as STATUS WHO CURL-ARGUMENTS...
reset_as() {
  local status
  status=$(curl -sS -o /dev/null -w '%{http_code}' -X POST "${@:3}" \
    "http://127.0.0.1:$port/_mediaconnect/reset")
  echo "reset by $2: $status"
  [ "$status" = "$1" ] || fail "that is not $1"
}

by_docker() {
  docker build -t mediaconnect-mock --build-arg "COMMIT=$commit" .
  docker image inspect --format 'size: {{.Size}} bytes' mediaconnect-mock
  local container
  container=$(docker run -d --rm -p "127.0.0.1:$port:4580" \
    -e MEDIACONNECT_DATA=/data/model.db mediaconnect-mock)
  # shellcheck disable=SC2064
  trap "docker stop $container >/dev/null" EXIT
  try_it docker exec "$container" /mediaconnect-mock healthcheck
}

build() { buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run" "$@"; }

# debian:bookworm-slim, near enough, whatever Debian this machine has: its mirrors, and what else apt
# needs to work as it does here.
import_base() {
  local base=$work/base mirrors mirror security container file
  mirrors=$(cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
    grep -oE 'https?://[^ ]+/debian(-security)?/?' | grep -v snapshot || true)
  mirror=$(grep -v security <<<"$mirrors" | head -1)
  security=$(grep security <<<"$mirrors" | head -1 || true)
  debootstrap --variant=minbase --include=ca-certificates bookworm "$base" "$mirror" \
    >"$work/debootstrap.log" || { tail -3 "$work/debootstrap.log" >&2; fail "debootstrap failed"; }
  rm -f "$base"/var/cache/apt/archives/*.deb
  {
    echo "deb $mirror bookworm main"
    echo "deb $mirror bookworm-updates main"
    echo "${security:+deb $security bookworm-security main}"
  } >"$base/etc/apt/sources.list"
  for file in $(grep -ls '^Acquire' /etc/apt/apt.conf.d/*) /etc/ssl/certs/ca-certificates.crt; do
    if [ -e "$file" ]; then cp -L "$file" "$base$file"; fi
  done
  container=$(build from scratch)
  build add --quiet "$container" "$base" / >/dev/null
  build commit --quiet --rm "$container" debian:bookworm-slim >/dev/null
  rm -rf --one-file-system "$base"
}

# What the image's configuration must say; Docker's format, for a HEALTHCHECK.
check_configuration() {
  local format='{{.Docker.Config.User}} {{.Docker.Config.Env}} {{.Docker.Config.Entrypoint}} {{.Docker.Config.Volumes}} {{.Docker.Config.Healthcheck.Test}}' said
  said=$(build inspect --type image --format "$format" mediaconnect-mock)
  echo "configuration: $said"
  case "$said" in
    65532:65532*MEDIACONNECT_HOST=0.0.0.0*/mediaconnect-mock*/data*healthcheck*) ;;
    *) fail "the configuration lacks something" ;;
  esac
}

by_buildah() {
  [ "$(id -u)" = 0 ] || fail "without a Docker engine this needs root, for debootstrap and chroot"
  rm -rf --one-file-system "$work"
  mkdir -p "$work"
  import_base
  build bud --isolation chroot --pull-never --format docker -t mediaconnect-mock \
    --build-arg "COMMIT=$commit" . \
    >"$work/bud.log" 2>&1 || { tail -20 "$work/bud.log" >&2; fail "the build failed"; }
  check_configuration
  local container root server
  container=$(build from --pull-never mediaconnect-mock)
  root=$(build mount "$container")
  build images --format 'size: {{.Size}}' mediaconnect-mock
  echo "files: $(cd "$root" && find . -type f -printf '%p %s bytes ')"
  [ "$(find "$root" -type f | wc -l)" = 1 ] || fail "there is more than the binary"
  env -i PATH="$PATH" MEDIACONNECT_HOST=0.0.0.0 MEDIACONNECT_DATA=/data/model.db \
    timeout 60 chroot --userspec=65532:65532 "$root" /mediaconnect-mock --port "$port" \
    >"$work/server.log" 2>&1 &
  server=$!
  # shellcheck disable=SC2064
  trap "kill $server 2>/dev/null; wait $server || true; rm -rf --one-file-system '$work/storage'" EXIT
  try_it env -i PATH="$PATH" MEDIACONNECT_PORT="$port" chroot --userspec=65532:65532 "$root" \
    /mediaconnect-mock healthcheck
}

# The image as `docker load` takes it, under the name that the README and compose use.
keep_archive() {
  rm -f "$archive"
  build push --quiet mediaconnect-mock "docker-archive:$archive:mediaconnect-mock:latest"
  local tags
  tags=$(tar -xOf "$archive" manifest.json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["RepoTags"])')
  case "$tags" in *mediaconnect-mock:latest*) ;; *) fail "the archive's tags are $tags" ;; esac
}

if docker info >/dev/null 2>&1; then
  by_docker
  echo "image: mediaconnect-mock is built, and answers"
else
  by_buildah
  keep_archive
  echo "image: mediaconnect-mock is built, and answers"
  echo "image: it is in $archive; docker load -i $archive takes it to a machine with Docker"
fi
