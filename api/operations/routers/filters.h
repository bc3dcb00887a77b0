// What the lists of the router's resources can be narrowed to.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"

namespace mediaconnect::routers {

// Filters of one kind widen each other, filters of different kinds narrow each other. Lives as long
// as its Call.
class Filters {
 public:
  explicit Filters(const Call& call);

  // As the request gives them, for the page's token.
  const std::string& text() const { return text_; }
  // The Regions to list, as a list of JSON: the caller's, unless a filter names others.
  const std::string& regions() const { return regions_; }
  // Whether they let a resource pass, by what the list shows of it.
  bool Match(const json::Node& listed) const;

 private:
  std::map<std::string_view, std::vector<std::string_view>> values_;  // by the filter's name
  std::string text_;
  std::string regions_;
};

}  // namespace mediaconnect::routers
