#include "api/contract/suggestion.h"

#include <algorithm>

namespace mediaconnect {
namespace {

// The optimal string alignment distance: insertions, deletions, substitutions, and swaps of two
// neighbours.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> rows(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        rows[i][j] = i + j;
        continue;
      }
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> NearestOf(const std::vector<std::string>& known,
                                     std::string_view given) {
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kLongest = 64;
  if (given.size() < kShortest || given.size() > kLongest) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t least = std::max<std::size_t>(1, given.size() / 3) + 1;  // a third may be wrong
  for (const std::string& name : known) {
    const std::size_t distance = Distance(name, given);
    if (distance >= least) continue;
    least = distance;
    nearest = name;
  }
  if (nearest) return nearest;
  const auto has_given = [&](const std::string& name) {
    return name.find(given) != std::string::npos;
  };
  if (std::count_if(known.begin(), known.end(), has_given) != 1) return std::nullopt;
  return *std::find_if(known.begin(), known.end(), has_given);
}

}  // namespace mediaconnect
