#include "api/rules/lookup.h"

#include "api/rules/not_found.h"

namespace mediaconnect {

Resource RequireResource(Call& call, ResourceKind kind, std::string_view what, Key arn_key) {
  const std::string_view arn = json::GetString(call.request, arn_key);
  auto found = call.state.resources.Find(kind, call.scope, arn);
  if (found) return std::move(*found);
  throw NoSuchResource(call, what, arn, [&](const Scope& scope) {
    return call.state.resources.Find(kind, scope, arn).has_value();
  });
}

}  // namespace mediaconnect
