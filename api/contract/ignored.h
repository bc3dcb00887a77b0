// What of a request nothing reads: members that its operation does not have (decision 13). For the
// log, where somebody looks for the reason why a misspelt member does nothing.
//
// Owned by one request.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace mediaconnect {

class IgnoredMembers {
 public:
  // Of so many the paths are kept.
  static constexpr std::size_t kMost = 10;

  // `path` is called for the member's path where that is kept.
  template <class PathOf>
  void Add(PathOf path) {
    if (++count_ <= kMost) paths_.push_back(path());
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
