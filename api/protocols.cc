#include "api/protocols.h"

#include <algorithm>
#include <array>

#include "api/call.h"

namespace mediaconnect {
namespace {

constexpr std::int64_t kUnbounded = std::numeric_limits<std::int32_t>::max();

MemberRule Required(Key key, std::int64_t minimum = 0, std::int64_t maximum = kUnbounded) {
  return {.key = key, .required = true, .minimum = minimum, .maximum = maximum};
}
MemberRule Optional(Key key, std::int64_t minimum = 0, std::int64_t maximum = kUnbounded) {
  return {.key = key, .minimum = minimum, .maximum = maximum};
}
MemberRule Default(Key key, std::int64_t number, std::int64_t minimum = 0,
                   std::int64_t maximum = kUnbounded) {
  return {.key = key, .minimum = minimum, .maximum = maximum, .default_number = number};
}
MemberRule DefaultName(Key key) { return {.key = key, .default_is_name = true}; }

// Sources: UG21 and UGnow (source pages), CDK:flow-source-configuration. Latencies in milliseconds,
// bitrates in bits a second. The ingest port's own rules stand in operations/flow_sources.cc.
const std::vector<ProtocolRules>& SourceRules() {
  using namespace key;  // NOLINT(google-build-using-namespace): the table reads like the manual
  static const std::vector<ProtocolRules> kRules = {
      {"rtp", Reach::kListens, {}, {}, {Optional(ingestPort), Default(maxBitrate, 80'000'000)}},
      {"rtp-fec",
       Reach::kListens,
       {2, 4},
       {},
       {Optional(ingestPort), Default(maxBitrate, 80'000'000)}},
      {"rist",
       Reach::kListens,
       {1},
       {},
       {Optional(ingestPort), Optional(maxBitrate), Default(maxLatency, 2000, 1, 15000)}},
      {"srt-listener",
       Reach::kListens,
       {},
       {"srt-password"},
       {Optional(ingestPort), Default(minLatency, 2000, 10, 15000)}},
      {"srt-caller",
       Reach::kCalls,
       {},
       {"srt-password"},
       {Required(sourceListenerAddress), Required(sourceListenerPort, 1, 65535),
        Default(minLatency, 2000, 10, 15000), Optional(streamId)}},
      {"zixi-push",
       Reach::kListens,
       {},
       {"static-key"},
       {Optional(ingestPort), Default(maxLatency, 6000, 0, 60000), DefaultName(streamId)}},
      {"cdi",
       Reach::kVpcInterface,
       {},
       {},
       {Required(ingestPort), Required(maxSyncBuffer, 0, 250),
        Required(mediaStreamSourceConfigurations)}},
      {"st2110-jpegxs",
       Reach::kMediaStreams,
       {},
       {},
       {Required(maxSyncBuffer, 0, 250), Required(mediaStreamSourceConfigurations)}},
      {"ndi-speed-hq", Reach::kCalls, {}, {}, {Optional(ndiSourceSettings)}},
  };
  return kRules;
}

// Outputs: UG21:outputs-add-standard, outputs-add-vpc, UGnow, CDK:flow-output. Output ports are
// 1-65535 (decision 22); Zixi pull has 2077 (UG21:destinations).
const std::vector<ProtocolRules>& OutputRules() {
  using namespace key;  // NOLINT(google-build-using-namespace)
  static const std::vector<ProtocolRules> kRules = {
      {"rtp",
       Reach::kCalls,
       {},
       {},
       {Required(destination), Required(port, 1, 65535), Default(smoothingLatency, 0)}},
      {"rtp-fec",
       Reach::kCalls,
       {2, 4},
       {},
       {Required(destination), Required(port, 1, 65535), Default(smoothingLatency, 0)}},
      {"rist",
       Reach::kCalls,
       {1},
       {},
       {Required(destination), Required(port, 1, 65535), Default(smoothingLatency, 0)}},
      {"srt-listener",
       Reach::kListens,
       {},
       {"srt-password"},
       {Required(port, 1, 65535), Default(minLatency, 2000, 10, 15000)}},
      {"srt-caller",
       Reach::kCalls,
       {},
       {"srt-password"},
       {Required(destination), Required(port, 1, 65535), Default(minLatency, 2000, 10, 15000),
        Optional(streamId)}},
      {"zixi-pull",
       Reach::kListens,
       {},
       {"static-key"},
       {Required(remoteId), Default(port, 2077, 2077, 2077), Optional(maxLatency, 0, 60000),
        DefaultName(streamId)}},
      {"zixi-push",
       Reach::kCalls,
       {},
       {"static-key"},
       {Required(destination), Required(port, 1, 65535), Default(maxLatency, 6000, 0, 60000),
        DefaultName(streamId)}},
      {"cdi",
       Reach::kVpcInterface,
       {},
       {},
       {Required(destination), Required(port, 1, 65535),
        Required(mediaStreamOutputConfigurations)}},
      {"st2110-jpegxs", Reach::kMediaStreams, {}, {}, {Required(mediaStreamOutputConfigurations)}},
      {"ndi-speed-hq",
       Reach::kCalls,
       {},
       {},
       {Optional(ndiSpeedHqQuality, 100, 200), DefaultName(ndiProgramName)}},
  };
  return kRules;
}

const std::vector<ProtocolRules>& Table(Direction direction) {
  return direction == Direction::kSource ? SourceRules() : OutputRules();
}

// What admits a listener's peers, and the member that names a VPC interface instead.
Key CidrKey(Direction direction) {
  return direction == Direction::kSource ? key::whitelistCidr : key::cidrAllowList;
}
Key VpcKey(Direction direction) {
  return direction == Direction::kSource ? key::vpcInterfaceName : key::vpcInterfaceAttachment;
}
Key EncryptionKey(Direction direction) {
  return direction == Direction::kSource ? key::decryption : key::encryption;
}

const MemberRule* FindRule(const ProtocolRules& rules, Key key) {
  for (const MemberRule& rule : rules.members) {
    if (rule.key.name == key.name) return &rule;
  }
  return nullptr;
}

// All members that some protocol of this direction has.
const std::vector<Key>& ProtocolMembers(Direction direction) {
  static const std::array<std::vector<Key>, 2> kMembers = [] {
    std::array<std::vector<Key>, 2> members;
    for (const Direction each : {Direction::kSource, Direction::kOutput}) {
      auto& keys = members[static_cast<std::size_t>(each)];
      keys = {CidrKey(each), EncryptionKey(each)};
      for (const ProtocolRules& rules : Table(each)) {
        for (const MemberRule& rule : rules.members) {
          const bool known = std::any_of(keys.begin(), keys.end(),
                                         [&](Key key) { return key.name == rule.key.name; });
          if (!known) keys.push_back(rule.key);
        }
      }
    }
    return members;
  }();
  return kMembers[static_cast<std::size_t>(direction)];
}

bool Takes(const ProtocolRules& rules, Direction direction, Key key) {
  if (key.name == EncryptionKey(direction).name) return !rules.key_types.empty();
  if (key.name == CidrKey(direction).name) {
    // An SRT caller source needs no whitelist, but may keep one (rules 2.1: "not needed").
    return rules.reach == Reach::kListens ||
           (direction == Direction::kSource && rules.protocol == "srt-caller");
  }
  return FindRule(rules, key) != nullptr;
}

void RequireReach(const ProtocolRules& rules, Direction direction, const std::string& path,
                  const json::Node& spec) {
  const Key cidr = CidrKey(direction);
  const Key vpc = VpcKey(direction);
  const bool has_cidr = json::Has(spec, cidr);
  const bool has_vpc = json::Has(spec, vpc);
  const std::string suffix = " with protocol " + std::string(rules.protocol);
  if (rules.reach == Reach::kVpcInterface && !has_vpc) {
    throw BadRequest(Path(path, vpc) + ": is required" + suffix);
  }
  if (rules.reach != Reach::kListens) return;
  if (!has_cidr && !has_vpc) {
    throw BadRequest(Path(path, cidr) + ": is required" + suffix + ", unless " +
                     std::string(vpc.name) + " is given");
  }
  // O:aws-cloudformation roadmap #764: a source has one of the two.
  if (has_cidr && has_vpc && direction == Direction::kSource) {
    throw BadRequest(Path(path, cidr) + ": cannot be given beside " + std::string(vpc.name));
  }
}

void CheckMember(const MemberRule& rule, const ProtocolRules& rules, const std::string& path,
                 json::Value& spec) {
  const json::Node* member = json::Find(spec, rule.key);
  if (member == nullptr) {
    if (rule.required) {
      throw BadRequest(Path(path, rule.key) + ": is required with protocol " +
                       std::string(rules.protocol));
    }
    if (rule.default_number >= 0) spec.Set(rule.key, rule.default_number);
    if (rule.default_is_name) spec.Set(rule.key, json::GetString(spec, key::name));
    return;
  }
  if (!member->IsNumber()) return;
  const std::int64_t number = member->GetInt64();
  if (number >= rule.minimum && number <= rule.maximum) return;
  throw BadRequest(Path(path, rule.key) + ": " + std::to_string(number) + " must be " +
                   (rule.minimum == rule.maximum ? std::to_string(rule.minimum)
                                                 : "from " + std::to_string(rule.minimum) + " to " +
                                                       std::to_string(rule.maximum)) +
                   " with protocol " + std::string(rules.protocol));
}

}  // namespace

const ProtocolRules& RulesOf(Direction direction, const std::string& path,
                             std::string_view protocol) {
  std::string listed;
  for (const ProtocolRules& rules : Table(direction)) {
    if (rules.protocol == protocol) return rules;
    listed.append(listed.empty() ? "" : ", ").append(rules.protocol);
  }
  // Decision 16: fujitsu-qos, udp (bridges only), and zixi-pull as a source.
  throw BadRequest(Path(path, key::protocol) + ": " + Quote(protocol) + " is no protocol of " +
                   (direction == Direction::kSource ? "a source" : "an output") + "; these are " +
                   listed);
}

void ApplyRules(const ProtocolRules& rules, Direction direction, const std::string& path,
                json::Value& spec) {
  for (const Key key : ProtocolMembers(direction)) {
    if (!json::Has(spec, key) || Takes(rules, direction, key)) continue;
    throw BadRequest(Path(path, key) + ": does not go with protocol " +
                     std::string(rules.protocol));
  }
  RequireReach(rules, direction, path, spec);
  for (const MemberRule& rule : rules.members) CheckMember(rule, rules, path, spec);
}

const Key* FindProtocolMember(Direction direction, const json::Node& spec) {
  for (const Key& key : ProtocolMembers(direction)) {
    if (json::Has(spec, key)) return &key;
  }
  return nullptr;
}

void DropForeignMembers(const ProtocolRules* rules, Direction direction, json::Value& spec) {
  for (const Key key : ProtocolMembers(direction)) {
    if (rules == nullptr || !Takes(*rules, direction, key)) spec.Remove(key);
  }
}

json::Value ToDocument(Direction direction, const json::Node& spec) {
  static const Type& source = TypeOf(FindType("Source"));
  static const Type& output = TypeOf(FindType("Output"));
  static const Type& transport_shape = TypeOf(FindType("Transport"));
  json::Value document = json::Value::Object();
  json::Value transport = json::Value::Object();
  const Type& top = direction == Direction::kSource ? source : output;
  for (const auto& member : spec.GetObject()) {
    const std::string_view name = json::StringOf(member.name);
    if (const Member* on_top = FindMember(top, name)) {
      document.Set(on_top->key, json::Clone(member.value));
    }
    if (const Member* below = FindMember(transport_shape, name)) {
      transport.Set(below->key, json::Clone(member.value));
    }
  }
  // A transport without a protocol breaks its shape: entitled and router-integrated ones have none.
  if (json::Has(transport, key::protocol)) document.Set(key::transport, std::move(transport));
  return document;
}

json::Value ToSpec(const json::Node& document) {
  json::Value spec = json::Clone(document);
  json::Value transport = spec.Take(key::transport);
  if (!transport.node().IsObject()) return spec;
  for (const auto& member : transport.node().GetObject()) {
    spec.SetNamed(json::StringOf(member.name), json::Clone(member.value));
  }
  return spec;
}

}  // namespace mediaconnect
