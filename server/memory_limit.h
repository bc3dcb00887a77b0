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
  std::uint64_t left = 0;   // of these, the bytes that the process has not used yet

  // For messages: "ulimit -v", "ulimit -d", "cgroup".
  std::string Name() const;
};

// The limit with the least memory left; nullopt if memory is not limited. `root` is the folder that
// contains /proc and /sys.
std::optional<MemoryLimit> FindMemoryLimit(const std::string& root = "");

// How many connections may be open under this limit, with this many I/O threads. Connections get
// half of the memory that is left. The other half is for the bodies of requests and for the model.
std::size_t ConnectionsWithin(const MemoryLimit& limit, int threads);

// Makes all threads allocate from one heap, so that no memory is left over in another. Under the
// limit of a control group it also makes allocations fail before the system kills the process.
void PrepareForMemoryLimit(const MemoryLimit& limit, int threads);

}  // namespace mediaconnect
