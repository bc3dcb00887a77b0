// What each transport protocol asks of a source and of an output. The tables in table.cc
// are the only place that has these rules; validation, defaults, ports and the place of a member
// in the response all read them, and a further protocol is a further row.
//
// A spec is a source or output as a request writes it, all members side by side; a document is the
// wire form of the response, which has some of them in `transport`.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "api/contract/json.h"

namespace mediaconnect {

enum class Direction : std::uint8_t { kSource, kOutput };

// Who may reach a source or output, and so what must say it.
enum class Reach : std::uint8_t {
  kListens,       // public by a CIDR, or in a VPC by an interface
  kCalls,         // opens the connection itself
  kVpcInterface,  // in a VPC only
  kMediaStreams,  // by the interfaces in the media streams' configurations
};

enum class Content : std::uint8_t { kTransportStream, kCdi, kJpegXs, kNdi };

// What follows for a flow from what its sources carry.
struct ContentRules {
  Content content;
  std::string_view name;                       // for messages
  std::vector<std::string_view> flow_sizes{};  // that can carry it
  std::size_t most_sources = 2;
  bool has_entitlements = true;
  bool is_cdi_flow = false;        // what the manual calls one; ST 2110 JPEG XS makes one too
  std::vector<Content> outputs{};  // what its outputs can send
};

// What the value of a member has to be.
enum class Form : std::uint8_t { kAny, kIpAddress, kHost, kCidr, kNdiSource, kNoZixiPort };

// The ports that Zixi has to itself (UG21:flows-create-cdi).
inline constexpr std::int64_t kZixiPullPort = 2077;
inline constexpr std::int64_t kZixiPushPort = 2088;
inline constexpr bool IsZixiPort(std::int64_t port) {
  return port == kZixiPullPort || port == kZixiPushPort;
}

// How one member stands with a protocol. A member that another protocol of the same direction has
// and this one has not is refused.
struct MemberRule {
  Key key;
  bool required = false;
  Form form = Form::kAny;
  std::int64_t minimum = 0;
  std::int64_t maximum = std::numeric_limits<std::int32_t>::max();
  std::int64_t default_number = -1;  // none
  bool default_is_name = false;      // of the source or output
};

// The port that a source listens on.
struct IngestPorts {
  std::int64_t automatic = 5000;  // the first that is tried if none is given
  std::int64_t lowest = 1024;     // what can be given, companion ports included
  std::int64_t highest = 65535;
  bool is_assigned = false;  // the service chooses; none can be given
  bool is_shared = false;    // both sources of a flow may have the same
};

inline constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

// Which media streams a protocol takes, and how.
struct MediaStreamRules {
  // The encodingName of a stream by its type; empty: the protocol has no media streams.
  std::string_view video = {};
  std::string_view audio = {};
  std::string_view ancillary_data = {};
  std::size_t interfaces = 0;  // that each stream comes in or goes out by, all different
  std::size_t most_video_streams = kAnyNumber;
};

struct ProtocolRules {
  std::string_view protocol;
  Reach reach = Reach::kCalls;
  Content content = Content::kTransportStream;
  std::string_view failover_family = {};        // both sources of a flow have one; empty: protocol
  bool merges = true;                           // two sources of it can be merged
  Key peer{};                                   // the member with the address at the other end
  std::vector<std::int64_t> companion_ports{};  // further ports taken, as distances from the port
  IngestPorts public_ports{};                   // of a source with a CIDR
  IngestPorts vpc_ports{};                      // of a source with a VPC interface
  std::vector<Key> unique_by{};                 // no two outputs of a flow agree in all of these
  std::vector<std::string_view> key_types{};    // encryption that it can have; empty: none
  std::string_view interface_type = {};         // that its VPC interface must have; empty: any
  MediaStreamRules media_streams{};
  std::size_t most_per_flow = kAnyNumber;  // of this direction
  std::vector<MemberRule> members{};
};

// Where the response has a member of a source or output.
enum class Place : std::uint8_t { kTop, kTransport, kTopAndTransport, kNowhere };

struct MemberPlace {
  Key key;
  Place place;
};

// The tables.
const std::vector<ProtocolRules>& ProtocolTable(Direction direction);
const std::vector<MemberPlace>& PlaceTable(Direction direction);
const std::vector<ContentRules>& ContentTable();

const ContentRules& RulesOf(Content content);

// The rules of a protocol. Throws BadRequestException for one that this direction does not have.
const ProtocolRules& RulesOf(Direction direction, std::string_view path, std::string_view protocol);
// The rules of what a document has in its transport, or nullptr if it has none.
const ProtocolRules* RulesOfDocument(Direction direction, const json::Node& document);

// Throws BadRequestException if the spec breaks its protocol's rules; fills in the defaults.
void ApplyRules(const ProtocolRules& rules, Direction direction, const std::string& path,
                json::Value& spec);

// Throws BadRequestException if the spec has a protocol, or a member that belongs to protocols:
// for sources and outputs that have none. `what` says why: "entitlementArn".
void RefuseProtocolMembers(Direction direction, const std::string& path, const json::Node& spec,
                           std::string_view what);

// Takes out the protocol, and every member that belongs to protocols.
void DropProtocolMembers(Direction direction, json::Value& spec);

// Where `request` gives the stored `spec` another protocol: takes out what the new one does not
// have, what the old one's defaults filled in, and what the new one has a default for and cannot
// have as it stands (decision 21).
void DropMembersOfOldProtocol(Direction direction, const json::Node& request, json::Value& spec);

// From the request's form to the response's.
json::Value ToDocument(Direction direction, const json::Node& spec);
// And back.
json::Value ToSpec(const json::Node& document);
// The member of the request's form that `document` holds, which may be in its transport; nullptr if
// it has none. The request's form itself will do, too.
const json::Node* FindMember(const json::Node& document, Key key);

}  // namespace mediaconnect
