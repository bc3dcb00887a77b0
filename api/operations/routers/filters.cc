#include "api/operations/routers/filters.h"

#include <algorithm>

namespace mediaconnect::routers {
namespace {

// Which member of the listed form a filter looks at.
struct Filtered {
  Key filter;
  Key member;
};
constexpr Filtered kFiltered[] = {
    {key::inputTypes, key::inputType},
    {key::nameContains, key::name},
    {key::networkInterfaceArns, key::networkInterfaceArn},
    {key::networkInterfaceTypes, key::networkInterfaceType},
    {key::regionNames, key::regionName},
    {key::outputTypes, key::outputType},
    {key::routedInputArns, key::routedInputArn},
    {key::routingScopes, key::routingScope},
};

Key MemberOf(std::string_view filter) {
  for (const Filtered& row : kFiltered) {
    if (row.filter.name == filter) return row.member;
  }
  throw std::logic_error("the contract's filter " + std::string(filter) + " is not known here");
}

bool Fits(std::string_view filter, std::string_view shown, std::string_view wanted) {
  if (filter == key::nameContains.name) return shown.find(wanted) != std::string_view::npos;
  return shown == wanted;
}

}  // namespace

Filters::Filters(const Call& call) {
  if (const json::Node* given = json::Find(call.request, key::filters)) {
    text_ = json::Write(*given).json;
  }
  for (const json::Node& filter : json::Items(call.request, key::filters)) {
    const auto& [name, values] = *filter.MemberBegin();
    for (const json::Node& value : values.GetArray()) {
      values_[json::StringOf(name)].push_back(json::StringOf(value));
    }
  }
  json::ArrayWriter regions;
  const auto named = values_.find(key::regionNames.name);
  if (named == values_.end()) {
    regions.Add(json::Write(json::Value::String(call.scope.region)));
  } else {
    for (const std::string_view region : named->second) {
      regions.Add(json::Write(json::Value::String(region)));
    }
  }
  regions_ = regions.Finish().json;
}

bool Filters::Match(const json::Node& listed) const {
  return std::all_of(values_.begin(), values_.end(), [&](const auto& filter) {
    const std::string_view shown = json::GetString(listed, MemberOf(filter.first), "");
    return std::any_of(filter.second.begin(), filter.second.end(),
                       [&](std::string_view wanted) { return Fits(filter.first, shown, wanted); });
  });
}

}  // namespace mediaconnect::routers
