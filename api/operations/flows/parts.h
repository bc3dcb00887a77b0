// Creating the parts of a flow: their names and ARNs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// The spec's name, checked, or the first free "stem-N" if it has none. Throws
// BadRequestException for a name that the flow already has.
std::string PartName(const Flow& flow, ResourceKind kind, const std::string& path,
                     const json::Node& spec, std::string_view stem, std::size_t longest);

// Throws BadRequestException for a name that the flow already has. `path`: of the name itself.
void RequireFreeName(const Flow& flow, ResourceKind kind, const std::string& path,
                     std::string_view what, std::string_view name);

// The ARN of a part that lives under the flow's: ".../vpcInterface/NAME" (rules 5).
std::string PartArn(const Flow& flow, ResourceKind kind, std::string_view name);

// Adds what a list of the request's body has, item by item: `add` gets the flow, the item and its
// path, and returns the new part. Returns the list of what `render` makes of these.
template <class Add, class Render>
json::Text AddEach(Flow& flow, Key list, Add add, Render render) {
  json::ArrayWriter added;
  ForEach(json::Items(flow.call().request, list), list.name,
          [&](const json::Node& item, const std::string& path) {
            added.Add(render(add(flow, item, path)));
          });
  return added.Finish();
}
// The same of parts that are shown as they are stored.
template <class Add>
json::Text AddEach(Flow& flow, Key list, Add add) {
  return AddEach(flow, list, add, [](const Record& part) { return part.text(); });
}

}  // namespace mediaconnect
