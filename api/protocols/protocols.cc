#include "api/protocols/protocols.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "api/call.h"
#include "api/rules/address.h"

namespace mediaconnect {
namespace {

// The member that names a VPC interface.
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
      keys = {EncryptionKey(each)};
      if (each == Direction::kSource) keys.push_back(key::whitelistCidr);
      for (const ProtocolRules& rules : ProtocolTable(each)) {
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
  if (key.name == EncryptionKey(direction).name && !rules.key_types.empty()) return true;
  const bool listens = direction == Direction::kSource && rules.reach == Reach::kListens;
  if (listens && key.name == key::whitelistCidr.name) return true;
  return FindRule(rules, key) != nullptr;
}

// UGnow: CIDR allow list of an output.
constexpr std::size_t kMostCidrBlocks = 3;

// A source's whitelistCidr is one block, an output's cidrAllowList a list of them.
void CheckCidrs(const std::string& path, const json::Node& cidrs) {
  if (cidrs.IsString()) return CheckCidr(path, json::StringOf(cidrs));
  if (cidrs.Empty() || cidrs.Size() > kMostCidrBlocks) {
    throw BadRequest(path + ": must have 1 to " + std::to_string(kMostCidrBlocks) +
                     " CIDR blocks, not " + std::to_string(cidrs.Size()));
  }
  ForEach(cidrs.GetArray(), path, [](const json::Node& block, const std::string& at) {
    CheckCidr(at, json::StringOf(block));
  });
}

// An output's attachment may be there without a name, and then says nothing.
bool NamesInterface(const json::Node& spec, Key vpc) {
  const json::Node* member = json::Find(spec, vpc);
  return member != nullptr && (member->IsString() || json::Has(*member, key::vpcInterfaceName));
}

// Who can reach it, and by what: a listening source by a CIDR block or in a VPC, one of the two
// (O:aws-cloudformation roadmap #764).
void RequireReach(const ProtocolRules& rules, Direction direction, const std::string& path,
                  const json::Node& spec) {
  const std::string suffix = " with protocol " + std::string(rules.protocol);
  if (rules.reach == Reach::kVpcInterface && !NamesInterface(spec, VpcKey(direction))) {
    throw BadRequest(Path(path, VpcKey(direction)) + ": is required" + suffix);
  }
  if (direction != Direction::kSource || rules.reach != Reach::kListens) return;
  const std::string member = Path(path, key::whitelistCidr);
  const json::Node* cidr = json::Find(spec, key::whitelistCidr);
  const bool has_vpc = json::Has(spec, key::vpcInterfaceName);
  if (cidr != nullptr) CheckCidrs(member, *cidr);
  if (cidr == nullptr && !has_vpc) {
    throw BadRequest(member + ": is required" + suffix + ", unless vpcInterfaceName is given");
  }
  if (cidr != nullptr && has_vpc) {
    throw BadRequest(member + ": cannot be combined with vpcInterfaceName");
  }
}

bool IsInRange(const MemberRule& rule, std::int64_t number) {
  return number >= rule.minimum && number <= rule.maximum;
}

void CheckRange(const MemberRule& rule, const std::string& path, std::int64_t number,
                const std::string& suffix) {
  if (IsInRange(rule, number)) return;
  const std::string allowed =
      rule.minimum == rule.maximum
          ? std::to_string(rule.minimum)
          : "from " + std::to_string(rule.minimum) + " to " + std::to_string(rule.maximum);
  throw BadRequest(path + ": " + std::to_string(number) + " must be " + allowed + suffix);
}

// CDK:flow-source-configuration: "MACHINENAME (ProgramName)".
void CheckNdiSource(const std::string& path, const json::Node& settings) {
  const std::string_view name = json::GetString(settings, key::sourceName, "MACHINE (Program)");
  const std::size_t open = name.find(" (");
  const bool valid =
      open != std::string_view::npos && open > 0 && name.back() == ')' && open + 3 < name.size();
  if (valid) return;
  throw BadRequest(Path(path, key::sourceName) + ": " + Quote(name) +
                   " is not the name of an NDI source (example: MACHINENAME (ProgramName))");
}

void CheckForm(Form form, const std::string& path, const json::Node& value,
               const std::string& suffix) {
  if (form == Form::kAny) return;
  if (form == Form::kNoZixiPort) {
    if (!IsZixiPort(value.GetInt64())) return;
    throw BadRequest(path + ": " + std::to_string(value.GetInt64()) + " is reserved for Zixi" +
                     "; use another port from 1024 to 65535" + suffix);
  }
  if (form == Form::kCidr) return CheckCidrs(path, value);
  if (form == Form::kNdiSource) return CheckNdiSource(path, value);
  const std::string_view text = json::StringOf(value);
  if (IsIpAddress(text) || (form == Form::kHost && IsDomainName(text))) return;
  throw BadRequest(path + ": " + Quote(text) + " must be an IP address" +
                   (form == Form::kHost ? " or a domain name" : "") + suffix);
}

void CheckMember(const MemberRule& rule, const ProtocolRules& rules, const std::string& path,
                 json::Value& spec) {
  const json::Node* member = json::Find(spec, rule.key);
  const std::string suffix = " with protocol " + std::string(rules.protocol);
  if (member == nullptr) {
    if (rule.required) throw BadRequest(Path(path, rule.key) + ": is required" + suffix);
    if (rule.default_number >= 0) spec.Set(rule.key, rule.default_number);
    if (rule.default_is_name) spec.Set(rule.key, json::GetString(spec, key::name));
    return;
  }
  CheckForm(rule.form, Path(path, rule.key), *member, suffix);
  if (member->IsNumber()) CheckRange(rule, Path(path, rule.key), member->GetInt64(), suffix);
}

// Whether the member is what the service fills in if a caller gives none.
bool HoldsDefault(const MemberRule& rule, const json::Node& spec) {
  const json::Node* member = json::Find(spec, rule.key);
  if (member == nullptr) return false;
  if (rule.default_is_name) return json::StringOf(*member) == json::GetString(spec, key::name);
  return rule.default_number >= 0 && member->GetInt64() == rule.default_number;
}

const MemberPlace& PlaceOf(Direction direction, std::string_view name) {
  for (const MemberPlace& one : PlaceTable(direction)) {
    if (one.key.name == name) return one;
  }
  throw std::logic_error("protocols/table.cc gives member " + std::string(name) + " no place");
}

}  // namespace

const ContentRules& RulesOf(Content content) {
  for (const ContentRules& rules : ContentTable()) {
    if (rules.content == content) return rules;
  }
  throw std::logic_error("protocols/table.cc has no row for a content");
}

const ProtocolRules& RulesOf(Direction direction, std::string_view path,
                             std::string_view protocol) {
  std::string listed;
  for (const ProtocolRules& rules : ProtocolTable(direction)) {
    if (rules.protocol == protocol) return rules;
    listed.append(listed.empty() ? "" : ", ").append(rules.protocol);
  }
  // Decision 16: fujitsu-qos, udp (bridges only), and zixi-pull as a source.
  throw BadRequest(Path(path, key::protocol) + ": " + Quote(protocol) + " is not a protocol of " +
                   (direction == Direction::kSource ? "a source" : "an output") + "; use one of " +
                   listed);
}

void ApplyRules(const ProtocolRules& rules, Direction direction, const std::string& path,
                json::Value& spec) {
  for (const Key key : ProtocolMembers(direction)) {
    if (!json::Has(spec, key) || Takes(rules, direction, key)) continue;
    throw BadRequest(Path(path, key) + ": is not valid with protocol " +
                     std::string(rules.protocol));
  }
  RequireReach(rules, direction, path, spec);
  for (const MemberRule& rule : rules.members) CheckMember(rule, rules, path, spec);
}

const ProtocolRules* RulesOfDocument(Direction direction, const json::Node& document) {
  const json::Node* transport = json::Find(document, key::transport);
  if (transport == nullptr) return nullptr;
  return &RulesOf(direction, "", json::GetString(*transport, key::protocol));
}

void RefuseProtocolMembers(Direction direction, const std::string& path, const json::Node& spec,
                           std::string_view what) {
  const auto refuse = [&](Key key) {
    if (!json::Has(spec, key)) return;
    throw BadRequest(Path(path, key) + ": is not valid with " + std::string(what));
  };
  refuse(key::protocol);
  for (const Key key : ProtocolMembers(direction)) refuse(key);
}

void DropProtocolMembers(Direction direction, json::Value& spec) {
  spec.Remove(key::protocol);
  for (const Key key : ProtocolMembers(direction)) spec.Remove(key);
}

void DropMembersOfOldProtocol(Direction direction, const json::Node& request, json::Value& spec) {
  const std::string_view stored = json::GetString(spec, key::protocol, "");
  const std::string_view protocol = json::GetString(request, key::protocol, stored);
  if (protocol == stored) return;
  const ProtocolRules& rules = RulesOf(direction, "", protocol);
  const ProtocolRules* old_rules = stored.empty() ? nullptr : &RulesOf(direction, "", stored);
  for (const Key key : ProtocolMembers(direction)) {
    const MemberRule* rule = FindRule(rules, key);
    const MemberRule* old_rule = old_rules == nullptr ? nullptr : FindRule(*old_rules, key);
    const bool is_old_default = old_rule != nullptr && HoldsDefault(*old_rule, spec);
    const bool stays =
        is_old_default ? rule != nullptr && rule->required : Takes(rules, direction, key);
    if (!stays) spec.Remove(key);
  }
  for (const MemberRule& rule : rules.members) {
    const auto number = rule.default_number < 0 ? std::nullopt : json::FindInt(spec, rule.key);
    if (number && !IsInRange(rule, *number)) spec.Remove(rule.key);
  }
  if (rules.reach == Reach::kMediaStreams) spec.Remove(VpcKey(direction));
  const json::Node* encryption = json::Find(spec, EncryptionKey(direction));
  if (encryption == nullptr) return;
  const std::string_view key_type = json::GetString(*encryption, key::keyType);
  const auto& types = rules.key_types;
  if (std::find(types.begin(), types.end(), key_type) == types.end()) {
    spec.Remove(EncryptionKey(direction));
  }
}

json::Value ToDocument(Direction direction, const json::Node& spec) {
  json::Value document = json::Value::Object();
  json::Value transport = json::Value::Object();
  for (const auto& member : spec.GetObject()) {
    const auto& [key, place] = PlaceOf(direction, json::StringOf(member.name));
    if (place == Place::kTop || place == Place::kTopAndTransport) {
      document.Set(key, json::Clone(member.value));
    }
    if (place == Place::kTransport || place == Place::kTopAndTransport) {
      transport.Set(key, json::Clone(member.value));
    }
  }
  // A transport without a protocol breaks its shape: entitled and router-integrated ones have none.
  if (json::Has(transport, key::protocol)) document.Set(key::transport, std::move(transport));
  return document;
}

const json::Node* FindMember(const json::Node& document, Key key) {
  const json::Node* member = json::Find(document, key);
  if (member != nullptr) return member;
  const json::Node* transport = json::Find(document, key::transport);
  return transport == nullptr ? nullptr : json::Find(*transport, key);
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
