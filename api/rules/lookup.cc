#include "api/rules/lookup.h"

#include <string>

namespace mediaconnect {

Scope ScopeOf(const Call& call, std::string_view arn) {
  const auto parts = ParseArn(arn);
  if (!parts || !IsGlobal(parts->kind)) return call.scope;
  return {call.scope.account, std::string(parts->region)};
}

std::optional<Resource> FindResource(Call& call, ResourceKind kind, std::string_view arn) {
  return call.state.resources.Find(kind, ScopeOf(call, arn), arn);
}

Resource RequireResource(Call& call, ResourceKind kind, std::string_view what, Key arn_key) {
  const std::string_view arn = json::GetString(call.request, arn_key);
  auto found = FindResource(call, kind, arn);
  if (found) return std::move(*found);
  throw NoSuchResource(call, kind, what, arn);
}

Resource RequireNamed(Call& call, ResourceKind kind, std::string_view what, const std::string& path,
                      std::string_view arn) {
  auto found = FindResource(call, kind, arn);
  if (found) return std::move(*found);
  const Scope scope = ScopeOf(call, arn);
  throw BadRequest(path + ": " + std::string(what) + " " + Quote(arn) +
                   " does not exist in account " + scope.account + ", Region " + scope.region);
}

Scope OwnerWithin(const Call& call, std::string_view arn) {
  Scope owner = OwnerOf(arn);
  return call.account && owner.account != *call.account ? Scope{} : owner;
}

std::string IsNotThere(const Call& call, std::string_view what, std::string_view arn) {
  return std::string(what) + " " + Quote(arn) + " does not exist" +
         (call.account ? " in account " + *call.account : "");
}

ApiError NoSuchResource(Call& call, std::optional<ResourceKind> kind, std::string_view what,
                        std::string_view arn) {
  const Scope scope = ScopeOf(call, arn);
  std::string message = std::string(what) + " " + Quote(arn) + " does not exist in account " +
                        scope.account + ", Region " + scope.region + ".";
  const Scope owner = OwnerOf(arn);
  if (owner.account == scope.account && owner.region != scope.region) {
    const auto elsewhere = call.state.resources.Find(owner, arn);
    if (elsewhere && (!kind || elsewhere->kind == *kind)) {
      message += " It is in Region " + owner.region + ": send the request there.";
    }
  }
  return NotFound(message);
}

}  // namespace mediaconnect
