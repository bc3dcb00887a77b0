#include "api/operations/routers/connections.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "api/operations/flows/flows.h"
#include "api/rules/encryption.h"

namespace mediaconnect::routers {
namespace {

// M:MediaConnectFlowRouterInputConfiguration and its like.
struct Connection {
  ResourceKind kind;
  Key variant;
  std::array<Key, 3> names;  // of what it is connected to: all are given, or none
  Key encryption;

  std::span<const Key> Names() const {
    const auto end =
        std::find_if(names.begin(), names.end(), [](const Key& key) { return key.name.empty(); });
    return {names.begin(), end};
  }
  bool IsToFlow() const { return variant.name == key::mediaConnectFlow.name; }
};

constexpr Connection kConnections[] = {
    {ResourceKind::kRouterInput,
     key::mediaConnectFlow,
     {key::flowArn, key::flowOutputArn},
     key::sourceTransitDecryption},
    {ResourceKind::kRouterInput,
     key::mediaLiveChannel,
     {key::mediaLiveChannelArn, key::mediaLivePipelineId, key::mediaLiveChannelOutputName},
     key::sourceTransitDecryption},
    {ResourceKind::kRouterOutput,
     key::mediaConnectFlow,
     {key::flowArn, key::flowSourceArn},
     key::destinationTransitEncryption},
    {ResourceKind::kRouterOutput,
     key::mediaLiveInput,
     {key::mediaLiveInputArn, key::mediaLivePipelineId},
     key::destinationTransitEncryption},
};

// nullptr: the variant connects to nothing.
const Connection* ConnectionOf(ResourceKind kind, std::string_view variant) {
  for (const Connection& connection : kConnections) {
    if (connection.kind == kind && connection.variant.name == variant) return &connection;
  }
  return nullptr;
}

bool IsConnected(const Connection& connection, const json::Node& members) {
  return json::Has(members, connection.names.front());
}

std::string JoinNames(const Connection& connection) {
  std::vector<std::string_view> names;
  for (const Key& name : connection.Names()) names.push_back(name.name);
  return JoinWith(" and ", names);
}

// API:MediaConnectFlowRouterInputConfiguration: "provide both", or to disconnect "omit both".
void CheckNames(const Connection& connection, const std::string& path, const json::Node& members) {
  const std::span<const Key> names = connection.Names();
  const auto given = std::count_if(names.begin(), names.end(),
                                   [&](const Key& name) { return json::Has(members, name); });
  if (given == 0 || given == static_cast<std::ptrdiff_t>(names.size())) return;
  throw BadRequest(path + ": " + JoinNames(connection) +
                   " must be given together, or none of them");
}

// The same: it cannot be changed "while the router input is connected".
void CheckEncryption(const Connection& connection, const std::string& path,
                     const json::Node& before, const json::Node& members) {
  if (!IsConnected(connection, before)) return;
  if (json::Get(members, connection.encryption) == json::Get(before, connection.encryption)) return;
  throw BadRequest(Path(path, connection.encryption) +
                   ": cannot be changed while it is connected; update the configuration without " +
                   JoinNames(connection) + " first");
}

RoutedPart PartOf(const Connection& connection, const std::string& path,
                  const json::Node& members) {
  const auto& [flow, part, none] = connection.names;
  return {.flow_path = Path(path, flow),
          .flow_arn = json::GetString(members, flow),
          .part_path = Path(path, part),
          .part_arn = json::GetString(members, part)};
}

// UGnow:integrate-eml-with-router: the MediaLive resource "exists in your AWS account", and both
// are in "the same Availability Zone and AWS Region".
void CheckOwner(const Making& making, const std::string& path, std::string_view arn) {
  const auto parsed = ParseArn(arn, "medialive");
  const Scope& scope = making.resource.scope;
  if (parsed && parsed->account == scope.account && parsed->region == scope.region) return;
  throw BadRequest(path + ": " + Quote(arn) + " must be of account " + scope.account +
                   " and Region " + scope.region + ", as the router input or output is");
}

// The ARN of another router input or output that is connected to what `members` names.
std::optional<std::string> ConnectedTo(const Making& making, const Connection& connection,
                                       const json::Node& members) {
  constexpr std::int64_t kRowsAtATime = 100;
  const Scope& scope = making.resource.scope;
  const auto is_same = [&](const json::Node& other, const Key& name) {
    return json::GetString(other, name, "") == json::GetString(members, name);
  };
  std::int64_t after = 0;
  while (true) {
    const auto rows = making.call.state.resources.ListIn(
        connection.kind, scope.account, "[\"" + scope.region + "\"]", after, kRowsAtATime);
    if (rows.empty()) return std::nullopt;
    after = rows.back().id;
    for (const Resource& row : rows) {
      if (row.id == making.resource.id) continue;
      const json::Value document = json::ParseTrusted(row.doc);
      const Variant variant = VariantOf(json::Get(document, key::configuration));
      if (variant.name != connection.variant.name) continue;
      const auto names = connection.Names();
      if (std::all_of(names.begin(), names.end(),
                      [&](const Key& name) { return is_same(variant.members, name); })) {
        return row.arn;
      }
    }
  }
}

// UGnow:integrate-eml-with-router: "A MediaLive resource (input or channel output) can only be
// connected to one router I/O at a time", each of its pipelines.
void ConnectMediaLive(const Making& making, const Connection& connection, const std::string& path,
                      const json::Node& members) {
  const Key name = connection.names.front();
  const std::string_view arn = json::GetString(members, name);
  CheckOwner(making, Path(path, name), arn);
  const auto other = ConnectedTo(making, connection, members);
  if (!other) return;
  throw Conflict(Path(path, name) + ": " +
                 std::string(json::GetString(members, key::mediaLivePipelineId)) + " of " +
                 std::string(arn) + " is connected to " + *other +
                 "; disconnect it first by updating the configuration of that without " +
                 JoinNames(connection) + ".");
}

// A aws-cdk: what is connected takes the zone of the flow.
void TakeZone(const Making& making, const RoutedPart& named, const std::string& zone,
              json::Value& document) {
  const json::Node& zones = making.IsNew() ? making.call.request.node() : document.node();
  const std::string_view asked = json::GetString(zones, key::availabilityZone, zone);
  if (asked != zone) {
    throw BadRequest(named.flow_path + ": flow " + Quote(named.flow_arn) +
                     " is in Availability Zone " + zone + ", not in " + std::string(asked) +
                     "; what is connected must be in the same one");
  }
  document.Set(key::availabilityZone, zone);
}

}  // namespace

bool CompleteConnection(const Making& making, json::Value& document, const std::string& path,
                        std::string_view variant, json::Value& members) {
  const Connection* found = ConnectionOf(making.resource.kind, variant);
  if (found == nullptr) return false;
  const Connection& connection = *found;
  CheckNames(connection, path, members);
  const json::Value given = members.Take(connection.encryption);
  members.Set(connection.encryption,
              MakeTransitEncryption(Path(path, connection.encryption), &given.node()));
  if (!making.IsNew()) {
    const json::Node& before = VariantOf(json::Get(*making.stored, key::configuration)).members;
    CheckEncryption(connection, path, before, members);
    if (connection.IsToFlow() && IsConnected(connection, before)) {
      DisconnectRouter(making.call, making.resource, PartOf(connection, path, before));
    }
  }
  if (!IsConnected(connection, members)) return true;
  if (connection.IsToFlow()) {
    const RoutedPart named = PartOf(connection, path, members);
    const std::string_view key_type = TransitKeyType(json::Find(members, connection.encryption));
    TakeZone(making, named, ConnectRouter(making.call, making.resource, named, key_type), document);
  } else {
    ConnectMediaLive(making, connection, path, members);
  }
  return true;
}

void RequireDisconnected(const Resource& end) {
  const json::Value document = json::ParseTrusted(end.doc);
  const Variant variant = VariantOf(json::Get(document, key::configuration));
  const Connection* connection = ConnectionOf(end.kind, variant.name);
  if (connection == nullptr || !IsConnected(*connection, variant.members)) return;
  if (end.Is(RouterState::kError)) return;  // a trigger disconnects it when it is gone
  throw Conflict(end.arn + " is connected to " +
                 std::string(json::GetString(variant.members, connection->names.front())) +
                 "; update its configuration without " + JoinNames(*connection) + " first.");
}

}  // namespace mediaconnect::routers
