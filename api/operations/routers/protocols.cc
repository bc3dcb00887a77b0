#include "api/operations/routers/protocols.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include "api/contract/error.h"
#include "api/contract/message.h"
#include "api/operations/routers/family.h"
#include "api/rules/address.h"
#include "api/rules/enabled.h"

namespace mediaconnect::routers {
namespace {

struct Protocol {
  Key key;
  std::string_view name;
};

constexpr Protocol kProtocols[] = {
    {key::rtp, "RTP"},
    {key::rist, "RIST"},
    {key::srtListener, "SRT_LISTENER"},
    {key::srtCaller, "SRT_CALLER"},
};

const Protocol& RowOf(const json::Node& protocol_configuration) {
  const std::string_view name = VariantOf(protocol_configuration).name;
  for (const Protocol& row : kProtocols) {
    if (row.key.name == name) return row;
  }
  throw std::logic_error("a protocol of the contract is not known here");
}

// The ports that a protocol listens on; an SRT caller has none. RIST also takes the next port, and
// forward error correction port + 2 and port + 4 (UGnow:creating-router-io).
std::vector<std::int64_t> PortsOf(const json::Node& protocol_configuration) {
  const auto [name, members] = VariantOf(protocol_configuration);
  const auto port = json::FindInt(members, key::port);
  if (!port) return {};
  if (name == key::rist.name) return {*port, *port + 1};
  if (IsEnabled(members, key::forwardErrorCorrection)) return {*port, *port + 2, *port + 4};
  return {*port};
}

}  // namespace

std::string_view ProtocolOf(const json::Node& protocol_configuration) {
  return RowOf(protocol_configuration).name;
}

json::Value CompleteProtocol(const std::string& path, const json::Node& protocol_configuration) {
  const Key variant = RowOf(protocol_configuration).key;
  json::Value completed = json::Clone(protocol_configuration);
  json::Value members = completed.Take(variant);
  // CDK:router-input
  if (variant.name == key::rtp.name && !json::Has(members, key::forwardErrorCorrection)) {
    members.Set(key::forwardErrorCorrection, "DISABLED");
  }
  for (const Key address : {key::sourceAddress, key::destinationAddress}) {
    if (const json::Node* given = json::Find(members, address)) {
      CheckHost(Path(Path(path, variant), address), json::StringOf(*given));
    }
  }
  completed.Set(variant, std::move(members));
  return completed;
}

void CompleteStandard(const std::string& path, json::Value& standard) {
  json::Value completed = CompleteProtocol(Path(path, key::protocolConfiguration),
                                           json::Get(standard, key::protocolConfiguration));
  const std::string_view protocol = ProtocolOf(completed);
  const std::string_view asked = json::GetString(standard, key::protocol, protocol);
  if (asked != protocol) {
    throw BadRequest(Path(path, key::protocol) + ": is " + std::string(asked) +
                     ", but protocolConfiguration is of " + std::string(protocol));
  }
  standard.Set(key::protocol, protocol);
  standard.Set(key::protocolConfiguration, std::move(completed));
}

void CheckPair(const std::string& path, const json::Node::ConstArray& protocol_configurations) {
  if (protocol_configurations.Size() != 2) {
    throw BadRequest(path + ": has " + std::to_string(protocol_configurations.Size()) +
                     " protocols; it must have 2 of one kind");
  }
  const json::Node& first = protocol_configurations[0];
  const json::Node& second = protocol_configurations[1];
  const Protocol& protocol = RowOf(first);
  if (protocol.name != ProtocolOf(second)) {
    throw BadRequest(path + ": has the protocols " + std::string(protocol.name) + " and " +
                     std::string(ProtocolOf(second)) + "; both must be of one kind");
  }
  const std::vector<std::int64_t> ports = PortsOf(first);
  for (const std::int64_t port : PortsOf(second)) {
    if (std::find(ports.begin(), ports.end(), port) == ports.end()) continue;
    const auto own = [](const json::Node& one) {
      return std::to_string(json::GetInt(VariantOf(one).members, key::port));
    };
    throw BadRequest(path + ": the " + std::string(protocol.name) + " ports " + own(first) +
                     " and " + own(second) + " both take port " + std::to_string(port) +
                     " (RIST takes two ports, and forward error correction takes port + 2 and "
                     "port + 4)");
  }
}

}  // namespace mediaconnect::routers
