#include "api/rules/client_tokens.h"

namespace mediaconnect {
namespace {

// "" if there is none; an empty one is none.
std::string_view TokenOf(const Call& call) {
  return json::GetString(call.request, key::clientToken, "");
}

json::Value WithoutToken(const json::Node& request) {
  json::Value rest = json::Clone(request);
  rest.Remove(key::clientToken);
  return rest;
}

}  // namespace

std::optional<Resource> FindMadeByToken(Call& call) {
  const std::string_view token = TokenOf(call);
  if (token.empty()) return std::nullopt;
  const auto made = call.state.client_tokens.Find(call.scope, OperationOf(call.op).name, token);
  if (!made) return std::nullopt;
  Resource resource = call.state.resources.Find(made->resource_id).value();
  // The order of members says nothing.
  if (json::ParseTrusted(made->request).node() == WithoutToken(call.request).node()) {
    return resource;
  }
  throw Conflict("clientToken: " + Quote(token) +
                 " was used before, with other parameters, to make " + resource.arn +
                 "; send the same parameters, or another token.");
}

void KeepToken(Call& call, const Resource& made) {
  const std::string_view token = TokenOf(call);
  if (token.empty()) return;
  call.state.client_tokens.Keep(call.scope, OperationOf(call.op).name, token,
                                {made.id, json::Write(WithoutToken(call.request)).json});
}

}  // namespace mediaconnect
