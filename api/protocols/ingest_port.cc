#include "api/protocols/ingest_port.h"

#include <algorithm>

#include "api/call.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {
namespace {

const ProtocolRules& RulesFor(const json::Node& spec) {
  return RulesOf(Direction::kSource, "", json::GetString(spec, key::protocol));
}

const IngestPorts& PortsFor(const ProtocolRules& rules, const json::Node& spec) {
  return json::Has(spec, key::vpcInterfaceName) ? rules.vpc_ports : rules.public_ports;
}

// The highest that leaves room for the companions.
std::int64_t HighestOf(const ProtocolRules& rules, const IngestPorts& ports) {
  return ports.highest - (rules.companion_ports.empty() ? 0 : rules.companion_ports.back());
}

bool Fits(const ProtocolRules& rules, const IngestPorts& ports, std::int64_t port) {
  return port >= ports.lowest && port <= HighestOf(rules, ports) &&
         (!IsZixiPort(port) || port == ports.automatic);
}

bool Overlap(const std::set<std::int64_t>& a, const std::set<std::int64_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::int64_t port) { return b.count(port) != 0; });
}

std::string Allowed(const ProtocolRules& rules, const IngestPorts& ports) {
  const std::string suffix = " with protocol " + std::string(rules.protocol);
  if (ports.lowest == ports.highest) return std::to_string(ports.lowest) + suffix;
  return "from " + std::to_string(ports.lowest) + " to " + std::to_string(HighestOf(rules, ports)) +
         suffix + ", but not 2077 or 2088";
}

}  // namespace

std::set<std::int64_t> PortsTakenBy(const json::Node& spec) {
  const auto port = json::FindInt(spec, key::ingestPort);
  if (!port) return {};
  const ProtocolRules& rules = RulesFor(spec);
  if (PortsFor(rules, spec).is_shared) return {};
  std::set<std::int64_t> ports = {*port};
  for (const std::int64_t distance : rules.companion_ports) ports.insert(*port + distance);
  return ports;
}

void DropUnfitIngestPort(json::Value& spec) {
  const auto port = json::FindInt(spec, key::ingestPort);
  if (!port) return;
  const ProtocolRules& rules = RulesFor(spec);
  if (!Fits(rules, PortsFor(rules, spec), *port)) spec.Remove(key::ingestPort);
}

void SetIngestPort(const std::string& path, std::optional<std::int64_t> stored,
                   const std::set<std::int64_t>& taken, json::Value& spec) {
  const ProtocolRules& rules = RulesFor(spec);
  const IngestPorts& ports = PortsFor(rules, spec);
  const auto given = json::FindInt(spec, key::ingestPort);
  if (!given) {
    std::int64_t port = ports.automatic;
    spec.Set(key::ingestPort, port);
    while (Overlap(PortsTakenBy(spec), taken)) spec.Set(key::ingestPort, ++port);
    return;
  }
  const std::string member = Path(path, key::ingestPort) + ": ";
  const bool fits = Fits(rules, ports, *given);
  if (ports.is_assigned && (given != stored || !fits)) {
    throw BadRequest(member + std::to_string(*given) + " cannot be set for a " +
                     std::string(rules.protocol) + " source in a VPC; the service assigns it");
  }
  if (!fits) {
    throw BadRequest(member + std::to_string(*given) + " must be " + Allowed(rules, ports));
  }
  if (Overlap(PortsTakenBy(spec), taken)) {
    throw BadRequest(
        member + std::to_string(*given) +
        " or a companion port of its protocol is in use by another source of this flow");
  }
}

}  // namespace mediaconnect
