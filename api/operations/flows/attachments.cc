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
    const Flow& flow,
    const std::function<void(Direction, const std::string& what, const json::Node&)>& use) {
  for (const Record& part : flow.sources()) {
    use(Direction::kSource, "source " + Quote(part.name()), part.document());
  }
  for (const Record& part : flow.outputs()) {
    use(Direction::kOutput, "output " + Quote(part.name()), part.document());
  }
}

const json::Node& DocumentOfInterface(const Flow& flow, std::string_view name) {
  const Record* found = flow.FindPart(ResourceKind::kFlowVpcInterface, name);
  if (found == nullptr) throw std::logic_error("a VPC interface that was not required");
  return found->document();
}

// The interface that a protocol's content takes has the type ("efa") that the protocol wants.
void RequireInterfaceType(const Flow& flow, const std::string& path, std::string_view name,
                          const ProtocolRules& rules) {
  const std::string_view type =
      json::GetString(DocumentOfInterface(flow, name), key::networkInterfaceType);
  if (rules.interface_type.empty() || type == rules.interface_type) return;
  throw BadRequest(path + ": VPC interface " + Quote(name) + " is of type " + std::string(type) +
                   "; it must be " + std::string(rules.interface_type) + " with protocol " +
                   std::string(rules.protocol));
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

void RequireInterface(const Flow& flow, const std::string& path, std::string_view name) {
  if (flow.HasPart(ResourceKind::kFlowVpcInterface, name)) return;
  std::string known;
  for (const Record& one : flow.vpc_interfaces()) {
    known.append(known.empty() ? "; it has " : ", ").append(one.name());
  }
  throw BadRequest(path + ": the flow has no VPC interface " + Quote(name) + known);
}

std::string InterfaceAddress(const Flow& flow, std::string_view name) {
  const json::Node& ids = json::Get(DocumentOfInterface(flow, name), key::networkInterfaceIds);
  return AddressOfInterface(json::StringOf(ids[0]));
}

std::string PublicAddressOf(const Flow& flow) {
  return std::string(json::GetString(flow.document(), key::egressIp));
}

void CheckAttachments(const Flow& flow, Direction direction, const std::string& path,
                      const ProtocolRules* rules, const json::Node& spec) {
  for (const InterfaceUse& use : InterfaceUses(direction, path, spec)) {
    RequireInterface(flow, use.path, use.name);
    if (use.is_the_protocols && rules != nullptr) {
      RequireInterfaceType(flow, use.path, use.name, *rules);
    }
  }
  const Key configurations = StreamKeysOf(direction).configurations;
  if (rules == nullptr || !json::Has(spec, configurations)) return;
  CheckMediaStreams(flow, direction, *rules, Path(path, configurations),
                    json::Items(spec, configurations));
}

void SetMediaStreamAddresses(const Flow& flow, Direction direction, json::Value& spec) {
  const StreamKeys& keys = StreamKeysOf(direction);
  if (!json::Has(spec, keys.configurations)) return;
  json::Value filled = json::Value::Array();
  for (const json::Node& configuration : json::Items(spec, keys.configurations)) {
    json::Value endpoints = json::Value::Array();
    for (const json::Node& one : json::Items(configuration, keys.endpoints)) {
      json::Value endpoint = json::Clone(one);
      endpoint.Set(
          keys.address,
          InterfaceAddress(flow, json::GetString(json::Get(one, key::interface), key::name)));
      endpoints.Append(std::move(endpoint));
    }
    json::Value copy = json::Clone(configuration);
    if (json::Has(configuration, keys.endpoints)) copy.Set(keys.endpoints, std::move(endpoints));
    filled.Append(std::move(copy));
  }
  spec.Set(keys.configurations, std::move(filled));
}

void RequireUnusedInterface(const Flow& flow, std::string_view name) {
  std::string users;
  const auto add = [&](const std::string& user) {
    users.append(users.empty() ? "" : ", ").append(user);
  };
  ForEachUser(flow, [&](Direction direction, const std::string& what, const json::Node& one) {
    if (UsesInterface(direction, one, name)) add(what);
  });
  const json::Node& document = flow.document();
  if (const json::Node* ndi = json::Find(document, key::ndiConfig)) {
    for (const json::Node& server : json::Items(*ndi, key::ndiDiscoveryServers)) {
      if (json::GetString(server, key::vpcInterfaceAdapter) != name) continue;
      add("NDI discovery server " + Quote(json::GetString(server, key::discoveryServerAddress)));
    }
  }
  if (users.empty()) return;
  throw BadRequest("VPC interface " + Quote(name) + " is in use by " + users + " of flow " +
                   flow.arn() + "; update or remove that first.");
}

std::string UsersOfMediaStream(const Flow& flow, std::string_view name) {
  std::string users;
  ForEachUser(flow, [&](Direction direction, const std::string& what, const json::Node& one) {
    if (CarriesStream(direction, one, name)) users.append(users.empty() ? "" : ", ").append(what);
  });
  return users;
}

}  // namespace mediaconnect
