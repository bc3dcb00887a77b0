// The members of a request that its operation does not have and so ignores (decision 13). The debug
// log lists them, for the user who wonders why a misspelt member has no effect.
//
// Owned by one request; its thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace mediaconnect {

class IgnoredMembers {
 public:
  // How many paths are kept; the rest are counted.
  static constexpr std::size_t kMost = 10;

  // `path_of` makes the member's path; it is called only if the path is kept.
  template <class PathOf>
  void Add(PathOf path_of) {
    if (++count_ <= kMost) paths_.push_back(path_of());
  }

  std::size_t count() const { return count_; }
  // "sorce, outputs[0].prot and 3 more"
  std::string Text() const {
    std::string text;
    for (const std::string& path : paths_) text.append(text.empty() ? "" : ", ").append(path);
    if (count_ > kMost) text.append(" and ").append(std::to_string(count_ - kMost)).append(" more");
    return text;
  }

 private:
  std::size_t count_ = 0;
  std::vector<std::string> paths_;
};

}  // namespace mediaconnect
