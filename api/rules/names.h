// Names of resources, given and made up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mediaconnect {

// Throws BadRequestException unless the name has 1 to `longest` of [A-Za-z0-9_-] (decision 7).
void CheckName(const std::string& path, std::string_view name, std::size_t longest);

// "output-1", "output-2", ...: the first that is free (decision 6).
template <class IsTaken>
std::string FirstFreeName(std::string_view stem, IsTaken is_taken) {
  for (int number = 1;; ++number) {
    std::string name = std::string(stem) + "-" + std::to_string(number);
    if (!is_taken(name)) return name;
  }
}

}  // namespace mediaconnect
