#include "api/operations/flows/media_stream_checks.h"

#include <algorithm>
#include <array>
#include <set>

#include "api/operations/flows/content.h"
#include "api/rules/address.h"

namespace mediaconnect {
namespace {

std::string_view EncodingOf(const MediaStreamRules& rules, std::string_view type) {
  if (type == "video") return rules.video;
  return type == "audio" ? rules.audio : rules.ancillary_data;
}

// The checks of one source's or output's media streams, which share its protocol and direction.
class StreamChecks {
 public:
  StreamChecks(const Flow& flow, Direction direction, const ProtocolRules& rules)
      : flow_(flow), direction_(direction), rules_(rules) {
    if (direction == Direction::kSource) return;
    of_sources_ = MediaStreamsOfSources(flow);
    source_content_ = ContentOf(flow);
  }

  void CheckAll(const std::string& path, const json::Node::ConstArray& configurations) {
    if (configurations.Empty()) throw BadRequest(path + ": must name at least one media stream");
    ForEach(configurations, path, [this](const json::Node& configuration, const std::string& at) {
      CheckOne(at, configuration);
    });
    if (video_streams_ > rules_.media_streams.most_video_streams) {
      throw BadRequest(
          path + ": has " + std::to_string(video_streams_) + " video streams; at most " +
          std::to_string(rules_.media_streams.most_video_streams) + " is allowed" + suffix_);
    }
  }

 private:
  void CheckOne(const std::string& path, const json::Node& configuration) {
    const Record& stream =
        RequireStream(path, json::GetString(configuration, key::mediaStreamName));
    const std::string type(json::GetString(stream.document(), key::mediaStreamType));
    const std::string_view encoding = json::GetString(configuration, key::encodingName);
    const std::string_view wanted = EncodingOf(rules_.media_streams, type);
    if (encoding != wanted) {
      throw BadRequest(Path(path, key::encodingName) + ": " + Quote(encoding) + " must be " +
                       std::string(wanted) + " for " + type + " stream " + Quote(stream.name()) +
                       suffix_);
    }
    if (type == "video") ++video_streams_;
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
                       ": is valid only on st2110-jpegxs outputs of a flow with a CDI source");
    }
    // M:EncodingParameters.CompressionFactor
    const json::Node& factor = json::Get(*parameters, key::compressionFactor);
    if (factor.GetDouble() < 3.0 || factor.GetDouble() > 10.0) {
      throw BadRequest(Path(member, key::compressionFactor) + ": " + json::Write(factor).json +
                       " must be from 3.0 to 10.0");
    }
  }

  const Record& RequireStream(const std::string& path, std::string_view name) {
    const std::string member = Path(path, key::mediaStreamName) + ": ";
    const Record* stream = flow_.FindPart(ResourceKind::kFlowMediaStream, name);
    if (stream == nullptr) {
      throw BadRequest(member + "the flow has no media stream " + Quote(name) +
                       "; add it with AddFlowMediaStreams first");
    }
    if (!seen_.insert(stream->name()).second) {
      throw BadRequest(member + Quote(name) + " is listed twice");
    }
    // UG21:media-stream-add
    const bool is_of_source =
        std::find(of_sources_.begin(), of_sources_.end(), name) != of_sources_.end();
    if (direction_ == Direction::kOutput && !is_of_source) {
      throw BadRequest(member + Quote(name) +
                       " is not on any source of the flow; add it to a source first");
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
    ForEach(endpoints, path, [&](const json::Node& endpoint, const std::string& at) {
      names.insert(json::GetString(json::Get(endpoint, key::interface), key::name));
      if (const auto port = json::FindInt(endpoint, key::inputPort)) input_ports.insert(*port);
      if (direction_ == Direction::kOutput) CheckDestination(at, endpoint);
    });
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
                         " is in use by another media stream; each needs its own");
      }
    }
  }

  static constexpr std::int64_t kLowestPort = 1024;  // of a source's
  static constexpr std::int64_t kHighestPort = 65535;

  const Flow& flow_;
  const Direction direction_;
  const ProtocolRules& rules_;
  const std::string suffix_ = " with protocol " + std::string(rules_.protocol);
  std::vector<std::string> of_sources_;
  Content source_content_ = Content::kTransportStream;

  std::set<std::string_view> seen_;
  std::set<std::int64_t> input_ports_;
  std::size_t video_streams_ = 0;
};

}  // namespace

const StreamKeys& StreamKeysOf(Direction direction) {
  static const std::array<StreamKeys, 2> kKeys = {
      StreamKeys{key::mediaStreamSourceConfigurations, key::inputConfigurations, key::inputIp},
      StreamKeys{key::mediaStreamOutputConfigurations, key::destinationConfigurations,
                 key::outboundIp},
  };
  return kKeys[static_cast<std::size_t>(direction)];
}

void CheckMediaStreams(const Flow& flow, Direction direction, const ProtocolRules& rules,
                       const std::string& path, const json::Node::ConstArray& configurations) {
  StreamChecks(flow, direction, rules).CheckAll(path, configurations);
}

std::vector<std::string> MediaStreamsOfSources(const Flow& flow) {
  std::vector<std::string> names;
  for (const Record& source : flow.sources()) {
    const json::Node& document = source.document();
    for (const json::Node& one : json::Items(document, key::mediaStreamSourceConfigurations)) {
      names.emplace_back(json::GetString(one, key::mediaStreamName));
    }
  }
  return names;
}

}  // namespace mediaconnect
