#!/usr/bin/env bash
# The part of ./dev check that reads the sources. `changed`: what differs from the commit before, and
# what is not committed yet; `all`: everything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scope=$1

sources() { git ls-files --cached --others --exclude-standard -- '*.cc' '*.h'; }

changed() {
  local base
  base=$(git rev-parse --verify --quiet HEAD~1 || true)
  if [ -z "$base" ]; then
    sources
  else
    { git diff --name-only --diff-filter=d "$base" -- '*.cc' '*.h'
      git ls-files --others --exclude-standard -- '*.cc' '*.h'; } | sort -u
  fi
}

if ! command -v clang-format-14 >/dev/null; then
  echo "clang-format: SKIPPED, version 14 decides the format, and this system has no package of it"
elif [ "${CI:-}" = true ]; then
  echo "clang-format: all sources"
  sources | xargs clang-format-14 --dry-run -Werror
else
  echo "clang-format: all sources, in place"
  sources | xargs clang-format-14 -i
fi

echo "shell scripts parse"
git ls-files --cached --others --exclude-standard | while read -r file; do
  if [ -f "$file" ] && head -c 64 "$file" | grep -aq '^#!.*bash'; then bash -n "$file"; fi
done

if ! command -v clang-tidy-14 >/dev/null; then
  echo "clang-tidy: SKIPPED, its checks are those of version 14, and this system has no package of it"
  exit 0
fi

# clang-tidy needs the compile commands, which ./dev check has made, and the generated tables.
mapfile -t units < <({ if [ "$scope" = all ]; then sources; else changed; fi; } | grep '\.cc$' || true)
if [ ${#units[@]} -eq 0 ]; then
  echo "clang-tidy: no source changed, nothing to do"
  exit 0
fi
if [ "$scope" = changed ] && [ ${#units[@]} -gt 12 ]; then
  echo "clang-tidy: SKIPPED, ${#units[@]} units changed; './dev check --full' reads them all"
  exit 0
fi
cmake --build build/dev --target generated/handlers.h tests/forms/contract_tables.h >/dev/null
echo "clang-tidy: ${units[*]}"
printf '%s\n' "${units[@]}" | xargs -P "$(nproc)" -n 1 clang-tidy-14 --quiet -p build/dev 2> >(grep -v "warnings generated" >&2)
