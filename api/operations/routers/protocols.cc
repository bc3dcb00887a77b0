#include "api/operations/routers/protocols.h"

#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "api/contract/error.h"
#include "api/contract/message.h"
#include "api/operations/routers/family.h"
#include "api/rules/address.h"

namespace mediaconnect::routers {
namespace {

struct Protocol {
  Key key;
  std::string_view name;
  std::int64_t apart;  // by how much the ports of two of one input differ at least
};

constexpr Protocol kProtocols[] = {
    {key::rtp, "RTP", 1},
    {key::rist, "RIST", 2},  // which takes the port after its own, too
    {key::srtListener, "SRT_LISTENER", 1},
    {key::srtCaller, "SRT_CALLER", 0},  // it listens on none
};

const Protocol& RowOf(const json::Node& protocol_configuration) {
  const std::string_view name = VariantOf(protocol_configuration).name;
  for (const Protocol& row : kProtocols) {
    if (row.key.name == name) return row;
  }
  throw std::logic_error("a protocol of the contract is not known here");
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
  if (protocol.apart == 0) return;
  const std::int64_t one = json::GetInt(VariantOf(first).members, key::port);
  const std::int64_t other = json::GetInt(VariantOf(second).members, key::port);
  if (std::abs(one - other) >= protocol.apart) return;
  throw BadRequest(path + ": has the " + std::string(protocol.name) + " ports " +
                   std::to_string(one) + " and " + std::to_string(other) +
                   ", which must differ by at least " + std::to_string(protocol.apart));
}

}  // namespace mediaconnect::routers
