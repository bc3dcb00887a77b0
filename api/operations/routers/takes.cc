// Takes: TakeRouterInput (rules 3.4).
#include "api/operations/routers/takes.h"

#include <optional>
#include <string>

#include "api/operations/routers/ends.h"
#include "api/rules/lookup.h"
#include "api/rules/states.h"
#include "api/rules/transition.h"
#include "handlers.h"

namespace mediaconnect {
namespace routers {
namespace {

std::string Described(const json::Node& end) {
  return std::string(json::GetString(end, key::arn)) + " (" +
         std::string(json::GetString(end, key::regionName)) + ", " +
         std::string(json::GetString(end, key::routingScope)) + ")";
}

// UGnow:using-router-matrix-editor: "When the routing scope is set to regional for a router I/O, it
// is only compatible with I/O resources in the same AWS Region."
void CheckScopes(std::string_view path, const json::Node& output, const json::Node& input) {
  if (json::GetString(output, key::regionName) == json::GetString(input, key::regionName)) return;
  const auto is_global = [](const json::Node& end) {
    return json::GetString(end, key::routingScope) == "GLOBAL";
  };
  if (is_global(output) && is_global(input)) return;
  throw BadRequest(std::string(path) + ": " + Described(output) + " and " + Described(input) +
                   " are in different Regions; both must have routingScope GLOBAL");
}

// The same page: outputs "are only compatible with router inputs of equal or lesser maximum
// bitrate".
void CheckBitrates(std::string_view path, const json::Node& output, const json::Node& input) {
  const std::int64_t sent = json::GetInt(output, key::maximumBitrate);
  const std::int64_t received = json::GetInt(input, key::maximumBitrate);
  if (received <= sent) return;
  throw BadRequest(std::string(path) + ": router input " +
                   std::string(json::GetString(input, key::arn)) + " has a maximumBitrate of " +
                   std::to_string(received) + "; router output " +
                   std::string(json::GetString(output, key::arn)) + " can have no more than " +
                   std::to_string(sent));
}

}  // namespace

void CheckFit(std::string_view path, const json::Node& output, const json::Node& input) {
  CheckScopes(path.empty() ? key::routingScope.name : path, output, input);
  CheckBitrates(path.empty() ? key::maximumBitrate.name : path, output, input);
}

void ShowRoute(Call& call, const Resource& output, json::Value& shown) {
  const auto route = call.state.routers.FindRoute(output.id);
  shown.Set(key::routedState, route ? route->status : TextOf(RouteState::kUnrouted));
  if (!route) return;
  shown.Set(key::routedInputArn, call.state.routers.FindTaken(route->id).value().arn);
}

}  // namespace routers

namespace {

Resource RequireOutput(Call& call) {
  Resource output =
      RequireResource(call, ResourceKind::kRouterOutput, "Router output", key::RouterOutputArn);
  // UGnow:using-mediaconnect-router: "regardless of I/O status"
  if (!output.Is(RouterState::kDeleting)) return output;
  throw Conflict("Router output " + output.arn +
                 " is DELETING, and its route can't be changed any more.");
}

// The input that the request names, which the output can take.
Resource RequireInput(Call& call, const Resource& output) {
  const std::string path(key::routerInputArn.name);
  Resource input = RequireNamed(call, ResourceKind::kRouterInput, "router input", path,
                                json::GetString(call.request, key::routerInputArn));
  if (input.Is(RouterState::kDeleting)) {
    throw Conflict(path + ": router input " + input.arn +
                   " is DELETING, and no output can take it any more.");
  }
  routers::CheckFit(path, json::ParseTrusted(output.doc), json::ParseTrusted(input.doc));
  return input;
}

void RequireRoom(Call& call, const Resource& input) {
  if (call.state.routers.CountTakers(input.id) < routers::kMostRoutedOutputs) return;
  // Decision 2: the operation has no exception of its own for that.
  throw BadRequest(std::string(key::routerInputArn.name) + ": router input " + input.arn +
                   " is taken by " + std::to_string(routers::kMostRoutedOutputs) +
                   " outputs already, which is the most that can take one; have one of them "
                   "take another input or none first");
}

Resource MakeRoute(Call& call, const Resource& output) {
  Resource route{.kind = ResourceKind::kRouterRoute,
                 .parent_id = output.id,
                 .scope = output.scope,
                 .name = "route",
                 .status = std::string(TextOf(RouteState::kRouting)),
                 .doc = "{}"};
  route.id = call.state.resources.Insert(route);
  return route;
}

// By the rules about the output, whose route it is.
void Begin(Call& call, const Resource& output, Resource& route, RouteState end) {
  route.arn = output.arn;
  BeginTransition(call, route, {RouteState::kRouting, end});
}

json::Text Reply(const Resource& output, std::string_view state, const Resource* input) {
  json::ObjectWriter reply;
  reply.Add(key::routedState, state)
      .Add(key::routerOutputArn, output.arn)
      .Add(key::routerOutputName, output.name);
  if (input != nullptr) {
    reply.Add(key::routerInputArn, input->arn).Add(key::routerInputName, input->name);
  }
  return reply.Finish();
}

json::Text TakeNone(Call& call, const Resource& output) {
  auto route = call.state.routers.FindRoute(output.id);
  if (!route) return Reply(output, TextOf(RouteState::kUnrouted), nullptr);
  Begin(call, output, *route, RouteState::kUnrouted);
  return Reply(output, route->status, nullptr);
}

}  // namespace

// M:TakeRouterInput. Without an input the output has none from now on.
json::Text TakeRouterInput(Call& call) {
  const Resource output = RequireOutput(call);
  if (!json::Has(call.request, key::routerInputArn)) return TakeNone(call, output);
  const Resource input = RequireInput(call, output);
  auto route = call.state.routers.FindRoute(output.id);
  const auto taken = route ? call.state.routers.FindTaken(route->id) : std::nullopt;
  const bool is_taken = taken && taken->id == input.id;
  if (!is_taken) RequireRoom(call, input);
  if (is_taken && route->Is(RouteState::kRouted)) return Reply(output, route->status, &input);
  if (!route) route = MakeRoute(call, output);
  call.state.routers.Take(route->id, input.id);
  Begin(call, output, *route, RouteState::kRouted);
  return Reply(output, route->status, &input);
}

}  // namespace mediaconnect
