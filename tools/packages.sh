# Sourced by ./dev: what each task needs of the system, and how it comes here.
#
#   need build test    installs what these tasks need and is missing; where it may not, says what to
#                      install and ends
#   $boost, $clang     the versions that were chosen, once `need` has returned
#
# On Debian and Ubuntu, packages; elsewhere, commands (what CMake finds missing, it says itself).

# A % stands for the version of Boost or clang that suits.
packages_of() {
  case $1 in
    build) echo "g++ cmake ninja-build ccache libboost%-dev libboost-url%-dev rapidjson-dev libsqlite3-dev
      libsqlitecpp-dev libssl-dev zlib1g-dev libzstd-dev libcli11-dev libspdlog-dev libfmt-dev
      libutf8proc-dev libstb-dev" ;;
    test) echo "clang-% libclang-rt-%-dev libgtest-dev libgmock-dev python3 python3-boto3 python3-yaml awscli
      curl golang-go golang-github-aws-aws-sdk-go-v2-dev" ;;
    node) echo "nodejs npm" ;;
    check) echo "git" ;;
    format) echo "clang-format-14 clang-tidy-14" ;;
    full) echo "valgrind gcovr" ;;
    arm64) echo "g++-aarch64-linux-gnu qemu-user-static" ;;
    bench) echo "python3 nginx-light wrk" ;;
    image) echo "buildah debootstrap curl python3" ;;
  esac
}

# The same for systems without apt: COMMAND:Fedora:Alpine:Homebrew. boto3 and yaml are Python modules.
commands_of() {
  case $1 in
    build) echo "g++:gcc-c++:g++:gcc cmake:cmake:cmake:cmake ninja:ninja-build:ninja:ninja" ;;
    test) echo "clang++:clang:clang:llvm python3:python3:python3:python boto3:python3-boto3:py3-boto3:
      yaml:python3-pyyaml:py3-yaml: aws:awscli2:aws-cli:awscli curl:curl:curl:curl go:golang:go:go" ;;
    node) echo "node:nodejs:nodejs:node npm:nodejs-npm:npm:node" ;;
    check) echo "git:git:git:git" ;;
    full) echo "valgrind:valgrind:valgrind:valgrind gcovr:gcovr:gcovr:gcovr" ;;
    bench) echo "python3:python3:python3:python nginx:nginx:nginx:nginx wrk:wrk:wrk:wrk" ;;
    image) echo "buildah:buildah:buildah:buildah debootstrap:debootstrap:debootstrap:debootstrap" ;;
  esac
}

has_apt() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

installed() { dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p'; }

offered() { apt-cache search --names-only '^(lib)?(boost|clang)' | cut -d' ' -f1; }

is_offered() { [ -n "$(apt-cache search --names-only "^$(sed 's/[+.]/\\&/g' <<<"$1")\$")" ]; }

# at_least LEAST VERSION
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -1)" = "$1" ]; }

# newest LEAST TRIED NAME...: the version for the % in the names, from the list on stdin: the newest
# of those from LEAST to TRIED that has all names, else the oldest after TRIED.
newest() {
  local least=$1 tried=$2 listed version name chosen=
  shift 2
  listed=$(cat)
  for version in $(sed -n "s/^${1/\%/\\([0-9.]*\\)}\$/\1/p" <<<"$listed" | sort -V); do
    at_least "$least" "$version" || continue
    for name in "$@"; do grep -qxF "${name/\%/$version}" <<<"$listed" || continue 2; done
    if [ -n "$chosen" ] && ! at_least "$version" "$tried"; then break; fi
    chosen=$version
  done
  echo "$chosen"
}

# The clang that the system's own packages were made for: later ones refuse Debian 12's RapidJSON.
own_clang() { apt-cache depends clang 2>/dev/null | sed -n 's/.*Depends: clang-\([0-9.]*\)$/\1/p'; }

# Chooses the versions: what is installed, so that nothing is fetched twice, else what is offered.
choose_versions() {
  local list own
  list=$("$1")
  own=$(own_clang)
  : "${boost:=$(newest 1.81 1.88 'libboost%-dev' 'libboost-url%-dev' <<<"$list")}"
  : "${clang:=$(newest 14 "${own:-14}" 'clang-%' 'libclang-rt-%-dev' <<<"$list")}"
}

# The packages of the tasks, with the versions that were chosen.
packages_for() {
  local task package
  for task in "$@"; do
    for package in $(packages_of "$task"); do
      case $package in
        libboost*%*) echo "${package/\%/${boost:-%}}" ;;
        *clang*%*) echo "${package/\%/${clang:-%}}" ;;
        *) echo "$package" ;;
      esac
    done
  done
}

missing_of() {
  local list
  list=$(installed)
  packages_for "$@" | grep -vxFf <(echo "$list") || true
}

# Fails where this user is not root and has no sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else command -v sudo >/dev/null && sudo "$@"; fi
}

refresh() { as_root apt-get update -qq; }

need() {
  if ! has_apt; then need_commands "$@"; return; fi
  local missing wanted=() package
  choose_versions installed
  missing=$(missing_of "$@")
  [ -n "$missing" ] || return 0
  is_offered cmake || refresh || true
  is_offered cmake || fail "packages are missing, and apt has no list of them: an administrator runs apt-get update"
  choose_versions offered
  for package in $(missing_of "$@"); do
    case $package in
      libboost*%*) fail "this system has no Boost of 1.81 or later: packages libboost...-dev and libboost-url...-dev" ;;
      *clang*%*) fail "this system has no clang of 14 or later: packages clang-... and libclang-rt-...-dev" ;;
    esac
    if is_offered "$package"; then
      wanted+=("$package")
    else
      say "this system has no package $package; what needs it will fail"
    fi
  done
  [ ${#wanted[@]} -eq 0 ] || install_packages "${wanted[@]}"
}

# Never takes away a package for another's sake. Another apt-get that is at work is waited for.
install_packages() {
  say "installing $*"
  if refresh &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq -oDPkg::Lock::Timeout=120 --no-install-recommends --no-remove "$@" \
      >/dev/null; then
    return
  fi
  fail "packages are missing. An administrator installs them with:

    apt-get update && apt-get install --no-install-recommends $*
"
}

# Which column of commands_of() is this system's, and how it installs.
manager() {
  if command -v dnf >/dev/null; then echo "2 dnf install"
  elif command -v apk >/dev/null; then echo "3 apk add"
  elif command -v brew >/dev/null; then echo "4 brew install"
  fi
}

has_command() {
  case $1 in
    boto3 | yaml) python3 -c "import $1" 2>/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

need_commands() {
  local task line missing="" packages="" column how
  read -r column how <<<"$(manager)" || true
  for task in "$@"; do
    for line in $(commands_of "$task"); do
      has_command "${line%%:*}" && continue
      missing+=" ${line%%:*}"
      if [ -n "$column" ]; then packages+=" $(cut -d: -f"$column" <<<"$line")"; fi
    done
  done
  [ -n "$missing" ] || return 0
  fail "missing here:$missing${how:+

    $how$packages
}"
}
