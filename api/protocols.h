// What each transport protocol asks of a source and of an output: which members it must, may and
// cannot have, their ranges and defaults, its encryption, and the ports it takes beside its own.
// The table in protocols.cc is the one place where these rules stand; validation, defaults and
// placement in the response all read it.
//
// A spec is a source or output as a request writes it, all members side by side; a document is the
// wire form of the response, where some stand in `transport`.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "api/contract/json.h"

namespace mediaconnect {

enum class Direction : std::uint8_t { kSource, kOutput };

// Where the other end is, and so what must say who may reach it.
enum class Reach : std::uint8_t {
  kListens,       // public by a CIDR, or in a VPC by an interface
  kCalls,         // opens the connection itself
  kVpcInterface,  // in a VPC only
  kMediaStreams,  // the interfaces stand in the media streams' configurations
};

// How one member stands with a protocol. A member that another protocol of the same direction has
// and this one has not is refused.
struct MemberRule {
  Key key;
  bool required = false;
  std::int64_t minimum = 0;
  std::int64_t maximum = std::numeric_limits<std::int32_t>::max();
  std::int64_t default_number = -1;  // none
  bool default_is_name = false;      // of the source or output
};

struct ProtocolRules {
  std::string_view protocol;
  Reach reach;
  std::vector<std::int64_t> companions;     // further ports taken, as distances from the port
  std::vector<std::string_view> key_types;  // encryption it can have; empty: none
  std::vector<MemberRule> members;
};

// The rules of a protocol. Throws BadRequestException for one that this direction does not have.
const ProtocolRules& RulesOf(Direction direction, const std::string& path,
                             std::string_view protocol);

// Throws BadRequestException where the spec breaks its protocol's rules; fills in the defaults.
void ApplyRules(const ProtocolRules& rules, Direction direction, const std::string& path,
                json::Value& spec);

// The first member of the spec that belongs to protocols at all, or nullptr: for sources and
// outputs that have none (entitled, router-integrated).
const Key* FindProtocolMember(Direction direction, const json::Node& spec);

// Takes out the members that some protocol has and `rules` has not; all, where `rules` is nullptr.
void DropForeignMembers(const ProtocolRules* rules, Direction direction, json::Value& spec);

// From the request's form to the response's: what `transport` has goes there, what the source or
// output itself has stays on top.
json::Value ToDocument(Direction direction, const json::Node& spec);
// And back.
json::Value ToSpec(const json::Node& document);

}  // namespace mediaconnect
