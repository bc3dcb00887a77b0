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

// Who may send to a public interface. A VPC's security groups and subnet are not looked at.
void Complete(const routers::Making&, json::Value& document) {
  const json::Node* open = json::Find(json::Get(document, key::configuration), key::public_);
  if (open == nullptr) return;
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
