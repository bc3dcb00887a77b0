// How much memory the system lets this process have: `ulimit -v`, `ulimit -d`, or the limit of its
// control group, which is what `docker run --memory` sets.
//
// Called by main, before there are other threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace mediaconnect {

struct MemoryLimit {
  enum class Kind : std::uint8_t { kAddresses, kData, kControlGroup };

  Kind kind = Kind::kAddresses;
  std::uint64_t total = 0;  // in bytes
  std::uint64_t left = 0;   // of these, what the process has not used yet

  // What a person calls it: "ulimit -v", "ulimit -d", "cgroup".
  std::string Name() const;
};

// The limit of which the least is left; nothing if there is none. `root` is the folder that /proc
// and /sys are in.
std::optional<MemoryLimit> FindMemoryLimit(const std::string& root = "");

// How many connections may be open under this limit, with so many I/O threads. Half of what is left
// is for them, without the bodies of their requests; the rest is for those, and for the model.
std::size_t ConnectionsWithin(const MemoryLimit& limit, int threads);

// Makes the most of the limit: all threads allocate from one heap, and where the system would end a
// process that exceeds it, an allocation fails instead.
void PrepareForMemoryLimit(const MemoryLimit& limit, int threads);

}  // namespace mediaconnect
