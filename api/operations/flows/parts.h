// Creating the parts of a flow: their names, ARNs and rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// The spec's name, checked, or the first free "stem-N" if it has none. Throws
// BadRequestException for a name that the flow already has.
std::string PartName(Call& call, ResourceKind kind, const Resource& flow, const std::string& path,
                     const json::Node& spec, std::string_view stem, std::size_t longest);

// Throws BadRequestException for a name that the flow already has. `path`: of the name itself.
void RequireFreeName(Call& call, ResourceKind kind, const Resource& flow, const std::string& path,
                     std::string_view what, std::string_view name);

// The ARN of a part that lives under the flow's: ".../vpcInterface/NAME" (rules 5).
std::string PartArn(const Resource& flow, ResourceKind kind, std::string_view name);

// Stores a new part. Returns its id.
std::int64_t InsertPart(Call& call, ResourceKind kind, const Resource& flow, const std::string& arn,
                        const std::string& name, const json::Node& document);

// Adds what a list of the request's body has, item by item: `add` gets the item and its path, and
// returns its wire form. Returns the list of these.
template <class Add>
json::Text AddEach(const Call& call, Key list, Add add) {
  json::ArrayWriter added;
  ForEach(json::Items(call.request, list), list.name,
          [&](const json::Node& item, const std::string& path) { added.Add(add(item, path)); });
  return added.Finish();
}

}  // namespace mediaconnect
