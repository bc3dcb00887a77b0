// Router network interfaces (rules 3.4): CreateRouterNetworkInterface, GetRouterNetworkInterface,
// BatchGetRouterNetworkInterface, ListRouterNetworkInterfaces, UpdateRouterNetworkInterface,
// DeleteRouterNetworkInterface.
#include "api/operations/routers/family.h"
#include "api/rules/address.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

// docs/rules.md 3.4
constexpr RouterState kUpdatable[] = {RouterState::kActive};
constexpr RouterState kRemovable[] = {RouterState::kActive, RouterState::kError};

// UGnow:editing-router-network-interface: the subnet and the security groups cannot be changed "if
// the interface is associated with any router I/Os".
void RequireUnusedInVpc(const routers::Making& making, const json::Node& configuration) {
  if (making.IsNew() || configuration == json::Get(*making.stored, key::configuration)) return;
  const auto users = making.call.state.routers.FindAttached(making.resource.id);
  if (users.empty()) return;
  throw Conflict("configuration.vpc: router network interface " + making.resource.arn +
                 " is used by " + users.front().arn +
                 "; its subnet and security groups can't be changed until that is deleted.");
}

void Complete(const routers::Making& making, json::Value& document) {
  const json::Node& configuration = json::Get(document, key::configuration);
  const json::Node* open = json::Find(configuration, key::public_);
  if (open == nullptr) return RequireUnusedInVpc(making, configuration);
  ForEach(json::Items(*open, key::allowRules), "configuration.public.allowRules",
          [](const json::Node& rule, const std::string& path) {
            CheckCidr(Path(path, key::cidr), json::GetString(rule, key::cidr));
          });
}

void Show(Call& call, const Resource& interface, json::Value& shown) {
  const auto count = [&](ResourceKind kind) {
    return call.state.routers.CountAttached(interface.id, kind);
  };
  shown.Set(key::associatedInputCount, count(ResourceKind::kRouterInput));
  shown.Set(key::associatedOutputCount, count(ResourceKind::kRouterOutput));
}

void RequireUnused(Call& call, const Resource& interface) {
  const auto users = call.state.routers.FindAttached(interface.id);
  if (users.empty()) return;
  throw Conflict("Router network interface " + interface.arn + " is used by " +
                 std::to_string(users.size()) + " router inputs and outputs, such as " +
                 users.front().arn + "; delete those first.");
}

constexpr routers::Family kFamily{
    .kind = ResourceKind::kRouterNetworkInterface,
    .noun = "Router network interface",
    .one = key::routerNetworkInterface,
    .many = key::routerNetworkInterfaces,
    .type = key::networkInterfaceType,
    .quota = Quota::kRouterNetworkInterfaces,
    .quota_breach = ErrorCode::RouterNetworkInterfaceServiceQuotaExceededException,
    .created = RouterState::kActive,
    .updatable = kUpdatable,
    .removable = kRemovable,
    .complete = Complete,
    .show = Show,
    .require_unused = RequireUnused,
};

}  // namespace

json::Text CreateRouterNetworkInterface(Call& call) { return routers::Create(call, kFamily); }
json::Text GetRouterNetworkInterface(Call& call) { return routers::Get(call, kFamily); }
json::Text BatchGetRouterNetworkInterface(Call& call) { return routers::BatchGet(call, kFamily); }
json::Text ListRouterNetworkInterfaces(Call& call) { return routers::List(call, kFamily); }
json::Text UpdateRouterNetworkInterface(Call& call) { return routers::Update(call, kFamily); }
json::Text DeleteRouterNetworkInterface(Call& call) { return routers::Delete(call, kFamily); }

}  // namespace mediaconnect
