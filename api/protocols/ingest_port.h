// The port that a source listens on: given, found free or assigned, as the protocol's row in
// table.cc says (rules 1.7, decision 9). Specs as in protocols.h; those that are
// passed here have a protocol.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "api/contract/json.h"

namespace mediaconnect {

// The ports that keep another source of the same flow from having them: the source's own and its
// companions. Empty if it shares its port, or listens on none.
std::set<std::int64_t> PortsTakenBy(const json::Node& spec);

// Takes out a stored port that the spec's protocol, or the move into or out of a VPC, no longer
// allows, so that SetIngestPort finds another.
void DropUnfitIngestPort(json::Value& spec);

// Checks the port that the spec has, or gives it one. `stored`: what the source had before.
// `taken`: by the flow's other sources. Throws BadRequestException.
void SetIngestPort(const std::string& path, std::optional<std::int64_t> stored,
                   const std::set<std::int64_t>& taken, json::Value& spec);

}  // namespace mediaconnect
