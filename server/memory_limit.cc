#include "server/memory_limit.h"

#include <malloc.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>

namespace mediaconnect {
namespace {

// A connection that waits for a request takes 19 KiB, most of it for the buffer that it reads into.
constexpr std::uint64_t kConnectionBytes = 32'768;
constexpr std::size_t kFewestConnections = 16;

// Version 1 of control groups writes "no limit" as a number close to 2^63.
constexpr std::uint64_t kNoLimit = 1ULL << 60;

// A value of /proc/self/status, such as "VmSize".
std::uint64_t BytesOf(const std::string& what, const std::string& root) {
  std::ifstream status(root + "/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(what + ":", 0) == 0) return std::stoull(line.substr(what.size() + 1)) * 1024;
  }
  return 0;
}

std::optional<std::uint64_t> NumberIn(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  std::getline(file, text);
  std::uint64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || number >= kNoLimit) return std::nullopt;  // absent, or "max"
  return number;
}

// The lowest limit of the group at `path` and its parents.
std::optional<std::uint64_t> LeastLimit(const std::string& mount, std::string path,
                                        const std::string& file) {
  std::optional<std::uint64_t> least;
  while (true) {
    if (const auto limit = NumberIn(std::filesystem::path(mount + path) / file)) {
      least = std::min(*limit, least.value_or(*limit));
    }
    if (path.empty()) return least;
    path.erase(path.rfind('/'));
  }
}

// Each line of /proc/self/cgroup is "NUMBER:CONTROLLERS:PATH"; version 2 has no controllers there
// (man 7 cgroups).
std::optional<std::uint64_t> ControlGroupLimit(const std::string& root) {
  const std::string mount = root + "/sys/fs/cgroup";
  std::ifstream groups(root + "/proc/self/cgroup");
  std::optional<std::uint64_t> least;
  for (std::string line; std::getline(groups, line);) {
    const std::size_t controllers = line.find(':') + 1;
    const std::size_t path = line.find(':', controllers) + 1;
    if (controllers == 0 || path == 0) continue;
    const std::string names = line.substr(controllers, path - 1 - controllers);
    const std::string group = line.substr(path) == "/" ? "" : line.substr(path);
    std::optional<std::uint64_t> limit;
    if (names.empty()) limit = LeastLimit(mount, group, "memory.max");
    if (names == "memory") limit = LeastLimit(mount + "/memory", group, "memory.limit_in_bytes");
    if (limit) least = std::min(*limit, least.value_or(*limit));
  }
  return least;
}

// The type of `resource` is an enumeration of glibc, and a number elsewhere.
template <class Resource>
std::optional<std::uint64_t> ResourceLimit(Resource resource) {
  rlimit limit{};
  if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  return limit.rlim_cur;
}

// The address space that the stacks of the threads to be started will take.
std::uint64_t StackBytes(int threads) {
  pthread_attr_t attributes;
  std::size_t bytes = 0;
  ::pthread_attr_init(&attributes);
  ::pthread_attr_getstacksize(&attributes, &bytes);
  ::pthread_attr_destroy(&attributes);
  return bytes * static_cast<std::uint64_t>(threads - 1);  // main is one of them
}

}  // namespace

std::string MemoryLimit::Name() const {
  switch (kind) {
    case Kind::kAddresses:
      return "ulimit -v";
    case Kind::kData:
      return "ulimit -d";
    case Kind::kControlGroup:
      return "cgroup";
  }
  return "";
}

std::optional<MemoryLimit> FindMemoryLimit(const std::string& root) {
  using Kind = MemoryLimit::Kind;
  std::optional<MemoryLimit> least;
  const auto consider = [&](Kind kind, std::optional<std::uint64_t> total, const char* used) {
    if (!total) return;
    const std::uint64_t left = *total - std::min(*total, BytesOf(used, root));
    if (!least || left < least->left) least = {kind, *total, left};
  };
  consider(Kind::kAddresses, ResourceLimit(RLIMIT_AS), "VmSize");
  consider(Kind::kData, ResourceLimit(RLIMIT_DATA), "VmData");
  consider(Kind::kControlGroup, ControlGroupLimit(root), "VmRSS");
  return least;
}

std::size_t ConnectionsWithin(const MemoryLimit& limit, int threads) {
  // Untouched pages of a stack count against ulimit -v and -d, but not against a control group.
  const bool counts_stacks = limit.kind != MemoryLimit::Kind::kControlGroup;
  const std::uint64_t stacks = counts_stacks ? StackBytes(threads) : 0;
  const std::uint64_t room = limit.left - std::min(limit.left, stacks);
  return std::max(kFewestConnections, static_cast<std::size_t>(room / 2 / kConnectionBytes));
}

void PrepareForMemoryLimit(const MemoryLimit& limit, int threads) {
#ifdef M_ARENA_MAX
  // With a heap for each thread, each one takes 64 MiB of address space, and memory that one thread
  // has freed can't be used by the others.
  ::mallopt(M_ARENA_MAX, 1);
#endif
  if (limit.kind != MemoryLimit::Kind::kControlGroup) return;
  rlimit data{};
  if (::getrlimit(RLIMIT_DATA, &data) != 0) return;
  // An eighth is left for the kernel, whose socket buffers count too.
  const std::uint64_t wanted = BytesOf("VmData", "") + limit.left / 8 * 7 + StackBytes(threads);
  data.rlim_cur = std::min<rlim_t>(data.rlim_cur, wanted);
  ::setrlimit(RLIMIT_DATA, &data);  // if it fails, the old limit holds
}

}  // namespace mediaconnect
