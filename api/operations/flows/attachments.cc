#include "api/operations/flows/attachments.h"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "api/operations/flows/media_stream_checks.h"
#include "api/rules/address.h"

namespace mediaconnect {
namespace {

struct InterfaceUse {
  std::string path;
  std::string_view name;
  bool is_the_protocols = false;  // the interface that the protocol's content takes
};

// A bridge's or an output's attachment, which may be there without a name.
void AddAttachment(const std::string& path, const json::Node& holder, bool is_the_protocols,
                   std::vector<InterfaceUse>& uses) {
  const json::Node* attachment = json::Find(holder, key::vpcInterfaceAttachment);
  if (attachment == nullptr) return;
  const json::Node* name = json::Find(*attachment, key::vpcInterfaceName);
  if (name == nullptr) return;
  const std::string member = Path(path, key::vpcInterfaceAttachment);
  uses.push_back({Path(member, key::vpcInterfaceName), json::StringOf(*name), is_the_protocols});
}

// Every VPC interface that a source or output names, in its spec or its document.
std::vector<InterfaceUse> InterfaceUses(Direction direction, const std::string& path,
                                        const json::Node& spec) {
  std::vector<InterfaceUse> uses;
  if (const json::Node* name = json::Find(spec, key::vpcInterfaceName)) {
    uses.push_back({Path(path, key::vpcInterfaceName), json::StringOf(*name), true});
  }
  AddAttachment(path, spec, true, uses);
  if (const json::Node* bridge = json::Find(spec, key::gatewayBridgeSource)) {
    AddAttachment(Path(path, key::gatewayBridgeSource), *bridge, false, uses);
  }
  const StreamKeys& keys = StreamKeysOf(direction);
  const auto add_endpoint = [&](const json::Node& endpoint, const std::string& at) {
    uses.push_back({Path(Path(at, key::interface), key::name),
                    json::GetString(json::Get(endpoint, key::interface), key::name)});
  };
  ForEach(json::Items(spec, keys.configurations), Path(path, keys.configurations),
          [&](const json::Node& stream, const std::string& at) {
            ForEach(json::Items(stream, keys.endpoints), Path(at, keys.endpoints), add_endpoint);
          });
  return uses;
}

// Calls `use` with each source and output of the flow: what it is and its document.
void ForEachUser(
    Call& call, const Resource& flow,
    const std::function<void(Direction, const std::string& what, const json::Node&)>& use) {
  for (const Resource& part : call.state.resources.PartsOf(flow.id, ResourceKind::kFlowSource)) {
    use(Direction::kSource, "source " + Quote(part.name), json::ParseTrusted(part.doc));
  }
  for (const Resource& part : call.state.resources.PartsOf(flow.id, ResourceKind::kFlowOutput)) {
    use(Direction::kOutput, "output " + Quote(part.name), json::ParseTrusted(part.doc));
  }
}

bool CarriesStream(Direction direction, const json::Node& document, std::string_view name) {
  for (const json::Node& one : json::Items(document, StreamKeysOf(direction).configurations)) {
    if (json::GetString(one, key::mediaStreamName) == name) return true;
  }
  return false;
}

bool UsesInterface(Direction direction, const json::Node& document, std::string_view name) {
  const auto uses = InterfaceUses(direction, "", document);
  return std::any_of(uses.begin(), uses.end(),
                     [&](const InterfaceUse& one) { return one.name == name; });
}

}  // namespace

const std::vector<FlowInterfaces::Interface>& FlowInterfaces::Interfaces() const {
  if (interfaces_) return *interfaces_;
  interfaces_.emplace();
  for (const Resource& part :
       call_.state.resources.PartsOf(flow_.id, ResourceKind::kFlowVpcInterface)) {
    const json::Value document = json::ParseTrusted(part.doc);
    const json::Node& ids = json::Get(document, key::networkInterfaceIds);
    interfaces_->push_back({part.name,
                            std::string(json::GetString(document, key::networkInterfaceType)),
                            AddressOfInterface(json::StringOf(ids[0]))});
  }
  return *interfaces_;
}

const FlowInterfaces::Interface* FlowInterfaces::Find(std::string_view name) const {
  for (const Interface& one : Interfaces()) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

void FlowInterfaces::Require(const std::string& path, std::string_view name) const {
  if (Find(name) != nullptr) return;
  std::string known;
  for (const Interface& one : Interfaces()) {
    known.append(known.empty() ? "; it has " : ", ").append(one.name);
  }
  throw BadRequest(path + ": the flow has no VPC interface " + Quote(name) + known);
}

void FlowInterfaces::Require(const std::string& path, std::string_view name,
                             const ProtocolRules& rules) const {
  Require(path, name);
  const std::string& type = Find(name)->type;
  if (rules.interface_type.empty() || type == rules.interface_type) return;
  throw BadRequest(path + ": VPC interface " + Quote(name) + " is of type " + type +
                   "; it must be " + std::string(rules.interface_type) + " with protocol " +
                   std::string(rules.protocol));
}

const std::string& FlowInterfaces::AddressOf(std::string_view name) const {
  const Interface* found = Find(name);
  if (found == nullptr) throw std::logic_error("a VPC interface that was not required");
  return found->address;
}

std::string PublicAddressOf(const Resource& flow) {
  return std::string(json::GetString(json::ParseTrusted(flow.doc), key::egressIp));
}

void CheckAttachments(Call& call, const Resource& flow, const FlowInterfaces& interfaces,
                      Direction direction, const std::string& path, const ProtocolRules* rules,
                      const json::Node& spec) {
  for (const InterfaceUse& use : InterfaceUses(direction, path, spec)) {
    if (use.is_the_protocols && rules != nullptr) {
      interfaces.Require(use.path, use.name, *rules);
    } else {
      interfaces.Require(use.path, use.name);
    }
  }
  const Key configurations = StreamKeysOf(direction).configurations;
  if (rules == nullptr || !json::Has(spec, configurations)) return;
  CheckMediaStreams(call, flow, direction, *rules, Path(path, configurations),
                    json::Items(spec, configurations));
}

void SetMediaStreamAddresses(const FlowInterfaces& interfaces, Direction direction,
                             json::Value& spec) {
  const StreamKeys& keys = StreamKeysOf(direction);
  if (!json::Has(spec, keys.configurations)) return;
  json::Value filled = json::Value::Array();
  for (const json::Node& configuration : json::Items(spec, keys.configurations)) {
    json::Value endpoints = json::Value::Array();
    for (const json::Node& one : json::Items(configuration, keys.endpoints)) {
      json::Value endpoint = json::Clone(one);
      endpoint.Set(keys.address, interfaces.AddressOf(
                                     json::GetString(json::Get(one, key::interface), key::name)));
      endpoints.Append(std::move(endpoint));
    }
    json::Value copy = json::Clone(configuration);
    if (json::Has(configuration, keys.endpoints)) copy.Set(keys.endpoints, std::move(endpoints));
    filled.Append(std::move(copy));
  }
  spec.Set(keys.configurations, std::move(filled));
}

void RequireUnusedInterface(Call& call, const Resource& flow, std::string_view name) {
  std::string users;
  const auto add = [&](const std::string& user) {
    users.append(users.empty() ? "" : ", ").append(user);
  };
  ForEachUser(call, flow, [&](Direction direction, const std::string& what, const json::Node& one) {
    if (UsesInterface(direction, one, name)) add(what);
  });
  const json::Value document = json::ParseTrusted(flow.doc);
  if (const json::Node* ndi = json::Find(document, key::ndiConfig)) {
    for (const json::Node& server : json::Items(*ndi, key::ndiDiscoveryServers)) {
      if (json::GetString(server, key::vpcInterfaceAdapter) != name) continue;
      add("NDI discovery server " + Quote(json::GetString(server, key::discoveryServerAddress)));
    }
  }
  if (users.empty()) return;
  throw BadRequest("VPC interface " + Quote(name) + " is in use by " + users + " of flow " +
                   flow.arn + "; update or remove that first.");
}

std::string UsersOfMediaStream(Call& call, const Resource& flow, std::string_view name) {
  std::string users;
  ForEachUser(call, flow, [&](Direction direction, const std::string& what, const json::Node& one) {
    if (CarriesStream(direction, one, name)) users.append(users.empty() ? "" : ", ").append(what);
  });
  return users;
}

}  // namespace mediaconnect
