#include "api/operations/flow_attachments.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>

#include "api/address.h"
#include "api/operations/flow.h"

namespace mediaconnect {
namespace {

// The members that tell how media streams come in by a source, or go out by an output.
struct StreamKeys {
  Key configurations;
  Key endpoints;  // the interfaces of one stream
  Key address;    // that the service gives an endpoint
};

const StreamKeys& StreamKeysOf(Direction direction) {
  static const std::array<StreamKeys, 2> kKeys = {
      StreamKeys{key::mediaStreamSourceConfigurations, key::inputConfigurations, key::inputIp},
      StreamKeys{key::mediaStreamOutputConfigurations, key::destinationConfigurations,
                 key::outboundIp},
  };
  return kKeys[static_cast<std::size_t>(direction)];
}

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
  std::size_t stream = 0;
  for (const json::Node& configuration : json::Items(spec, keys.configurations)) {
    const std::string below =
        Path(path, keys.configurations) + "[" + std::to_string(stream++) + "]";
    std::size_t endpoint = 0;
    for (const json::Node& one : json::Items(configuration, keys.endpoints)) {
      const std::string at = Path(below, keys.endpoints) + "[" + std::to_string(endpoint++) + "]";
      uses.push_back({Path(Path(at, key::interface), key::name),
                      json::GetString(json::Get(one, key::interface), key::name)});
    }
  }
  return uses;
}

// What the flow knows of one media stream.
struct Stream {
  std::string name;
  std::string type;
};

std::vector<Stream> StreamsOf(Call& call, const Flow& flow) {
  std::vector<Stream> streams;
  for (const FlowPart& part : call.state.media_streams.ListOf(flow.id)) {
    const json::Value document = json::ParseTrusted(part.doc);
    streams.push_back({part.name, std::string(json::GetString(document, key::mediaStreamType))});
  }
  return streams;
}

std::string_view EncodingOf(const MediaStreamRules& rules, std::string_view type) {
  if (type == "video") return rules.video;
  return type == "audio" ? rules.audio : rules.ancillary_data;
}

// The checks of one source's or output's media streams, which share its protocol and direction.
class StreamChecks {
 public:
  StreamChecks(Call& call, const Flow& flow, Direction direction, const ProtocolRules& rules)
      : direction_(direction), rules_(rules), streams_(StreamsOf(call, flow)) {
    if (direction == Direction::kSource) return;
    of_sources_ = MediaStreamsOfSources(call, flow);
    source_content_ = ContentOf(call, flow);
  }

  void CheckAll(const std::string& path, const json::Node::ConstArray& configurations) {
    if (configurations.Empty()) throw BadRequest(path + ": must name at least one media stream");
    for (unsigned i = 0; i < configurations.Size(); ++i) {
      CheckOne(path + "[" + std::to_string(i) + "]", configurations[i]);
    }
    if (video_streams_ > rules_.media_streams.most_video_streams) {
      throw BadRequest(
          path + ": has " + std::to_string(video_streams_) + " video streams; at most " +
          std::to_string(rules_.media_streams.most_video_streams) + " is allowed" + suffix_);
    }
  }

 private:
  void CheckOne(const std::string& path, const json::Node& configuration) {
    const Stream& stream =
        RequireStream(path, json::GetString(configuration, key::mediaStreamName));
    const std::string_view encoding = json::GetString(configuration, key::encodingName);
    const std::string_view wanted = EncodingOf(rules_.media_streams, stream.type);
    if (encoding != wanted) {
      throw BadRequest(Path(path, key::encodingName) + ": " + Quote(encoding) + " must be " +
                       std::string(wanted) + " for " + stream.type + " stream " +
                       Quote(stream.name) + suffix_);
    }
    if (stream.type == "video") ++video_streams_;
    CheckEncodingParameters(path, configuration);
    const Key endpoints = StreamKeysOf(direction_).endpoints;
    CheckEndpoints(Path(path, endpoints), json::Items(configuration, endpoints));
  }

  void CheckEncodingParameters(const std::string& path, const json::Node& configuration) const {
    const json::Node* parameters = json::Find(configuration, key::encodingParameters);
    if (parameters == nullptr) return;
    const std::string member = Path(path, key::encodingParameters);
    // M:EncodingParameters: "These fields only apply to outputs on flows that have a CDI source."
    if (source_content_ != Content::kCdi || rules_.content != Content::kJpegXs) {
      throw BadRequest(member +
                       ": goes only with st2110-jpegxs outputs of a flow that has a CDI source");
    }
    // M:EncodingParameters.CompressionFactor
    const double factor = json::Get(*parameters, key::compressionFactor).GetDouble();
    if (factor < 3.0 || factor > 10.0) {
      throw BadRequest(Path(member, key::compressionFactor) + ": must be from 3.0 to 10.0");
    }
  }

  const Stream& RequireStream(const std::string& path, std::string_view name) {
    const std::string member = Path(path, key::mediaStreamName) + ": ";
    const auto stream = std::find_if(streams_.begin(), streams_.end(),
                                     [&](const Stream& one) { return one.name == name; });
    if (stream == streams_.end()) {
      throw BadRequest(member + "the flow has no media stream " + Quote(name) +
                       "; add it by AddFlowMediaStreams first");
    }
    if (!seen_.insert(stream->name).second) {
      throw BadRequest(member + Quote(name) + " stands twice");
    }
    // UG21:media-stream-add
    const bool is_of_source =
        std::find(of_sources_.begin(), of_sources_.end(), name) != of_sources_.end();
    if (direction_ == Direction::kOutput && !is_of_source) {
      throw BadRequest(member + Quote(name) +
                       " is on no source of the flow yet; only then an output can carry it");
    }
    return *stream;
  }

  // The interfaces by which one stream comes in or goes out.
  void CheckEndpoints(const std::string& path, const json::Node::ConstArray& endpoints) {
    const std::size_t wanted = rules_.media_streams.interfaces;
    if (endpoints.Size() != wanted) {
      throw BadRequest(path + ": has " + std::to_string(endpoints.Size()) + " elements; exactly " +
                       std::to_string(wanted) + " are needed" + suffix_);
    }
    std::set<std::string_view> names;
    std::set<std::int64_t> input_ports;
    for (unsigned i = 0; i < endpoints.Size(); ++i) {
      const json::Node& endpoint = endpoints[i];
      names.insert(json::GetString(json::Get(endpoint, key::interface), key::name));
      if (const auto port = json::FindInt(endpoint, key::inputPort)) input_ports.insert(*port);
      if (direction_ == Direction::kOutput) {
        CheckDestination(path + "[" + std::to_string(i) + "]", endpoint);
      }
    }
    if (names.size() != wanted) {
      throw BadRequest(path + ": must name " + std::to_string(wanted) +
                       " different VPC interfaces" + suffix_);
    }
    CheckInputPorts(path, input_ports);
  }

  static void CheckDestination(const std::string& path, const json::Node& destination) {
    const std::string_view address = json::GetString(destination, key::destinationIp);
    if (!IsIpAddress(address)) {
      throw BadRequest(Path(path, key::destinationIp) + ": " + Quote(address) +
                       " must be an IP address");
    }
    const std::int64_t port = json::GetInt(destination, key::destinationPort);
    if (port < 1 || port > kHighestPort) {
      throw BadRequest(Path(path, key::destinationPort) + ": " + std::to_string(port) +
                       " must be from 1 to " + std::to_string(kHighestPort));
    }
  }

  // CDK:flow-source-configuration: both inputs of a stream have one port, each stream its own.
  void CheckInputPorts(const std::string& path, const std::set<std::int64_t>& ports) {
    if (ports.size() > 1) {
      throw BadRequest(path + ": all inputs of a media stream must have the same inputPort");
    }
    for (const std::int64_t port : ports) {
      if (port < kLowestPort || port > kHighestPort) {
        throw BadRequest(path + ": inputPort " + std::to_string(port) + " must be from " +
                         std::to_string(kLowestPort) + " to " + std::to_string(kHighestPort));
      }
      if (!input_ports_.insert(port).second) {
        throw BadRequest(path + ": inputPort " + std::to_string(port) +
                         " is another media stream's; each needs its own");
      }
    }
  }

  static constexpr std::int64_t kLowestPort = 1024;  // of a source's
  static constexpr std::int64_t kHighestPort = 65535;

  const Direction direction_;
  const ProtocolRules& rules_;
  const std::string suffix_ = " with protocol " + std::string(rules_.protocol);
  const std::vector<Stream> streams_;
  std::vector<std::string> of_sources_;
  Content source_content_ = Content::kTransportStream;

  std::set<std::string_view> seen_;
  std::set<std::int64_t> input_ports_;
  std::size_t video_streams_ = 0;
};

// Calls `use` with each source and output of the flow: what it is and its document.
void ForEachUser(
    Call& call, const Flow& flow,
    const std::function<void(Direction, const std::string& what, const json::Node&)>& use) {
  for (const FlowPart& part : call.state.sources.ListOf(flow.id)) {
    use(Direction::kSource, "source " + Quote(part.name), json::ParseTrusted(part.doc));
  }
  for (const FlowPart& part : call.state.outputs.ListOf(flow.id)) {
    use(Direction::kOutput, "output " + Quote(part.name), json::ParseTrusted(part.doc));
  }
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

const std::vector<FlowInterfaces::Interface>& FlowInterfaces::Interfaces() const {
  if (interfaces_) return *interfaces_;
  interfaces_.emplace();
  for (const FlowPart& part : call_.state.vpc_interfaces.ListOf(flow_.id)) {
    const json::Value document = json::ParseTrusted(part.doc);
    const json::Node& ids = json::Get(document, key::networkInterfaceIds);
    interfaces_->push_back({part.name,
                            std::string(json::GetString(document, key::networkInterfaceType)),
                            AddressOfInterface(json::StringOf(ids[0]))});
  }
  return *interfaces_;
}

const FlowInterfaces::Interface* FlowInterfaces::Find(std::string_view name) const {
  for (const Interface& one : Interfaces()) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

void FlowInterfaces::Require(const std::string& path, std::string_view name) const {
  if (Find(name) != nullptr) return;
  std::string known;
  for (const Interface& one : Interfaces()) {
    known.append(known.empty() ? "; it has " : ", ").append(one.name);
  }
  throw BadRequest(path + ": the flow has no VPC interface " + Quote(name) + known);
}

void FlowInterfaces::Require(const std::string& path, std::string_view name,
                             const ProtocolRules& rules) const {
  Require(path, name);
  const std::string& type = Find(name)->type;
  if (rules.interface_type.empty() || type == rules.interface_type) return;
  throw BadRequest(path + ": VPC interface " + Quote(name) + " is of type " + type +
                   "; it must be " + std::string(rules.interface_type) + " with protocol " +
                   std::string(rules.protocol));
}

const std::string& FlowInterfaces::AddressOf(std::string_view name) const {
  const Interface* found = Find(name);
  if (found == nullptr) throw std::logic_error("a VPC interface that was not required");
  return found->address;
}

void CheckAttachments(Call& call, const Flow& flow, const FlowInterfaces& interfaces,
                      Direction direction, const std::string& path, const ProtocolRules* rules,
                      const json::Node& spec) {
  for (const InterfaceUse& use : InterfaceUses(direction, path, spec)) {
    if (use.is_the_protocols && rules != nullptr) {
      interfaces.Require(use.path, use.name, *rules);
    } else {
      interfaces.Require(use.path, use.name);
    }
  }
  const Key configurations = StreamKeysOf(direction).configurations;
  if (rules == nullptr || !json::Has(spec, configurations)) return;
  StreamChecks(call, flow, direction, *rules)
      .CheckAll(Path(path, configurations), json::Items(spec, configurations));
}

void SetMediaStreamAddresses(const FlowInterfaces& interfaces, Direction direction,
                             json::Value& spec) {
  const StreamKeys& keys = StreamKeysOf(direction);
  if (!json::Has(spec, keys.configurations)) return;
  json::Value filled = json::Value::Array();
  for (const json::Node& configuration : json::Items(spec, keys.configurations)) {
    json::Value endpoints = json::Value::Array();
    for (const json::Node& one : json::Items(configuration, keys.endpoints)) {
      json::Value endpoint = json::Clone(one);
      endpoint.Set(keys.address, interfaces.AddressOf(
                                     json::GetString(json::Get(one, key::interface), key::name)));
      endpoints.Append(std::move(endpoint));
    }
    json::Value copy = json::Clone(configuration);
    if (json::Has(configuration, keys.endpoints)) copy.Set(keys.endpoints, std::move(endpoints));
    filled.Append(std::move(copy));
  }
  spec.Set(keys.configurations, std::move(filled));
}

void RequireUnusedInterface(Call& call, const Flow& flow, std::string_view name) {
  std::string users;
  const auto add = [&](const std::string& user) {
    users.append(users.empty() ? "" : ", ").append(user);
  };
  ForEachUser(call, flow, [&](Direction direction, const std::string& what, const json::Node& one) {
    if (UsesInterface(direction, one, name)) add(what);
  });
  const json::Value document = json::ParseTrusted(flow.doc);
  if (const json::Node* ndi = json::Find(document, key::ndiConfig)) {
    for (const json::Node& server : json::Items(*ndi, key::ndiDiscoveryServers)) {
      if (json::GetString(server, key::vpcInterfaceAdapter) != name) continue;
      add("NDI discovery server " + Quote(json::GetString(server, key::discoveryServerAddress)));
    }
  }
  if (users.empty()) return;
  throw BadRequest("VPC interface " + Quote(name) + " is in use by " + users + " of flow " +
                   flow.arn + "; update or remove that first.");
}

std::string UsersOfMediaStream(Call& call, const Flow& flow, std::string_view name) {
  std::string users;
  ForEachUser(call, flow, [&](Direction direction, const std::string& what, const json::Node& one) {
    if (CarriesStream(direction, one, name)) users.append(users.empty() ? "" : ", ").append(what);
  });
  return users;
}

std::vector<std::string> MediaStreamsOfSources(Call& call, const Flow& flow) {
  std::vector<std::string> names;
  for (const FlowPart& source : call.state.sources.ListOf(flow.id)) {
    const json::Value document = json::ParseTrusted(source.doc);
    for (const json::Node& one : json::Items(document, key::mediaStreamSourceConfigurations)) {
      names.emplace_back(json::GetString(one, key::mediaStreamName));
    }
  }
  return names;
}

}  // namespace mediaconnect
