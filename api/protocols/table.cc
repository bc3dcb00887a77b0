// The rules of each protocol, to be read like the manual.
//
//   Required(m)       the member must be given
//   Optional(m)       it may be given
//   Default(m, n)     it may be given, and is n if it is not
//   DefaultName(m)    it may be given, and is the source's or output's name if it is not
//   Fixed(m, n)       it is n; nothing else can be given
//   (..., low, high)  the numbers that it can have
//
// A member that a row does not name is refused with that protocol if another row names it.
// Latencies are in milliseconds, bitrates in bits a second.
//
// A source with .reach = kListens says who may connect by whitelistCidr or vpcInterfaceName, one of
// the two. Its ingest port is from 1024 to 65535, companions too, and if none is given 5000 or
// the next that is free; .public_ports and .vpc_ports say otherwise.
//
// .peer names the member with the address that a caller calls or a sender sends to.
// .companion_ports are taken beside the port. No two outputs of a flow agree in all of .unique_by.
// .interface_type is what its VPC interface must be. .media_streams has the encoding of a stream by
// its type, and by how many VPC interfaces each stream comes in or goes out. .content leads to the
// last table, which says what that makes of the flow: its size, its outputs, how many sources it
// can have.
#include "api/contract/contract.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {
namespace {

using enum Reach;
using enum Content;
using enum Form;
using enum Place;

constexpr std::int64_t kUnbounded = std::numeric_limits<std::int32_t>::max();

MemberRule Required(Key key, std::int64_t low = 0, std::int64_t high = kUnbounded) {
  return {.key = key, .required = true, .minimum = low, .maximum = high};
}
MemberRule Required(Key key, Form form, std::int64_t low = 0, std::int64_t high = kUnbounded) {
  return {.key = key, .required = true, .form = form, .minimum = low, .maximum = high};
}
MemberRule Optional(Key key, std::int64_t low = 0, std::int64_t high = kUnbounded) {
  return {.key = key, .minimum = low, .maximum = high};
}
MemberRule Optional(Key key, Form form) { return {.key = key, .form = form}; }
MemberRule Default(Key key, std::int64_t number, std::int64_t low = 0,
                   std::int64_t high = kUnbounded) {
  return {.key = key, .minimum = low, .maximum = high, .default_number = number};
}
MemberRule DefaultName(Key key) { return {.key = key, .default_is_name = true}; }
MemberRule Fixed(Key key, std::int64_t number) { return Default(key, number, number, number); }

// UG21:source-ports, CDK, UGnow, decision 9. What else is Zixi's own is in ingest_port.cc.
constexpr IngestPorts kZixiPublic{.automatic = kZixiPushPort,
                                  .lowest = kZixiPushPort,
                                  .highest = kZixiPushPort,
                                  .is_shared = true};
constexpr IngestPorts kZixiInVpc{
    .automatic = 2090, .lowest = 2090, .highest = 2099, .is_assigned = true};

// UGnow:media-stream, M:EncodingName, CDK:flow-source-configuration.
constexpr MediaStreamRules kCdiStreams{
    .video = "raw", .audio = "pcm", .ancillary_data = "smpte291"};
constexpr MediaStreamRules kJpegXsOutputStreams{
    .video = "jxsv", .audio = "pcm", .ancillary_data = "smpte291", .interfaces = 2};
constexpr MediaStreamRules kJpegXsSourceStreams{.video = "jxsv",
                                                .audio = "pcm",
                                                .ancillary_data = "smpte291",
                                                .interfaces = 2,
                                                .most_video_streams = 1};

// UG21 and UGnow (source pages), CDK:flow-source-configuration; companion ports UG21:source-ports.
const std::vector<ProtocolRules>& Sources() {
  using namespace key;  // NOLINT(google-build-using-namespace): the table reads like the manual
  static const std::vector<ProtocolRules> kRules = {
      {
          .protocol = "rtp",
          .reach = kListens,
          .failover_family = "rtp",
          .members = {Optional(ingestPort), Default(maxBitrate, 80'000'000)},
      },
      {
          .protocol = "rtp-fec",
          .reach = kListens,
          .failover_family = "rtp",  // UG21:source-adding-standard: the two may be mixed
          .companion_ports = {2, 4},
          .members = {Optional(ingestPort), Default(maxBitrate, 80'000'000)},
      },
      {
          .protocol = "rist",
          .reach = kListens,
          .companion_ports = {1},
          .members = {Optional(ingestPort), Optional(maxBitrate),
                      Default(maxLatency, 2000, 1, 15000)},
      },
      {
          .protocol = "srt-listener",
          .reach = kListens,
          .merges = false,  // UGnow:source-failover
          .key_types = {"srt-password"},
          // aws-cdk flow-dual-source, awscc #1860: maxBitrate sizes SRT's receive buffer.
          .members = {Optional(ingestPort), Optional(maxBitrate),
                      Default(minLatency, 2000, 10, 15000)},
      },
      {
          .protocol = "srt-caller",
          .reach = kCalls,
          .merges = false,  // UGnow:source-failover
          .peer = sourceListenerAddress,
          .key_types = {"srt-password"},
          .members = {Required(sourceListenerAddress, kHost),
                      Required(sourceListenerPort, kNoZixiPort, 1024, 65535), Optional(maxBitrate),
                      Optional(maxLatency), Default(minLatency, 2000, 10, 15000),
                      Optional(streamId), Optional(whitelistCidr, kCidr)},
      },
      {
          .protocol = "zixi-push",
          .reach = kListens,
          .public_ports = kZixiPublic,
          .vpc_ports = kZixiInVpc,
          .key_types = {"static-key"},
          // Decision 24: a default that the service has and does not show.
          .members = {Optional(ingestPort), Optional(maxLatency, 0, 60000), DefaultName(streamId)},
      },
      {
          .protocol = "cdi",
          .reach = kVpcInterface,
          .content = kCdi,
          .interface_type = "efa",
          .media_streams = kCdiStreams,
          .members = {Required(ingestPort), Required(maxSyncBuffer, 0, 250),
                      Required(mediaStreamSourceConfigurations)},
      },
      {
          .protocol = "st2110-jpegxs",
          .reach = kMediaStreams,
          .content = kJpegXs,
          .media_streams = kJpegXsSourceStreams,
          .members = {Required(maxSyncBuffer, 0, 250), Required(mediaStreamSourceConfigurations)},
      },
      {
          .protocol = "ndi-speed-hq",
          .reach = kCalls,
          .content = kNdi,
          .members = {Optional(ndiSourceSettings, kNdiSource)},
      },
  };
  return kRules;
}

// UG21:outputs-add-standard, outputs-add-vpc, UGnow, CDK:flow-output; what is unique, companion
// ports and Zixi pull's 2077 UG21:destinations. Ports, companions too, are 1-65535 (decision 22);
// only an SRT caller resolves names.
const std::vector<ProtocolRules>& Outputs() {
  using namespace key;  // NOLINT(google-build-using-namespace)
  static const std::vector<ProtocolRules> kRules = {
      {
          .protocol = "rtp",
          .reach = kCalls,
          .peer = destination,
          .unique_by = {destination, port},
          .members = {Required(destination, kIpAddress), Required(port, 1, 65535),
                      Default(smoothingLatency, 0)},
      },
      {
          .protocol = "rtp-fec",
          .reach = kCalls,
          .peer = destination,
          .companion_ports = {2, 4},
          .unique_by = {destination, port},
          .members = {Required(destination, kIpAddress), Required(port, 1, 65531),
                      Default(smoothingLatency, 0)},
      },
      {
          .protocol = "rist",
          .reach = kCalls,
          .peer = destination,
          .companion_ports = {1},
          .unique_by = {destination, port},
          .members = {Required(destination, kIpAddress), Required(port, 1, 65534),
                      Default(smoothingLatency, 0)},
      },
      {
          .protocol = "srt-listener",
          .reach = kListens,
          .unique_by = {vpcInterfaceAttachment, cidrAllowList, port},
          .key_types = {"srt-password"},
          .members = {Required(port, 1, 65535), Default(minLatency, 2000, 10, 15000),
                      Optional(cidrAllowList, kCidr)},
      },
      {
          .protocol = "srt-caller",
          .reach = kCalls,
          .peer = destination,
          .key_types = {"srt-password"},
          .members = {Required(destination, kHost), Required(port, 1, 65535),
                      Default(minLatency, 2000, 10, 15000), Optional(streamId)},
      },
      {
          .protocol = "zixi-pull",
          .reach = kListens,
          .unique_by = {remoteId, streamId},
          .key_types = {"static-key"},
          .members = {Required(remoteId), Fixed(port, kZixiPullPort),
                      Optional(maxLatency, 0, 60000), DefaultName(streamId),
                      Required(cidrAllowList, kCidr)},
      },
      {
          .protocol = "zixi-push",
          .reach = kCalls,
          .peer = destination,
          .unique_by = {destination, port, streamId},
          .key_types = {"static-key"},
          .members = {Required(destination, kIpAddress), Required(port, 1, 65535),
                      Default(maxLatency, 6000, 0, 60000), DefaultName(streamId),
                      Optional(cidrAllowList, kCidr)},
      },
      {
          .protocol = "cdi",
          .reach = kVpcInterface,
          .content = kCdi,
          .unique_by = {destination, port},
          .interface_type = "efa",
          .media_streams = kCdiStreams,
          .members = {Required(destination, kIpAddress), Required(port, 1, 65535),
                      Required(mediaStreamOutputConfigurations)},
      },
      {
          .protocol = "st2110-jpegxs",
          .reach = kMediaStreams,
          .content = kJpegXs,
          .media_streams = kJpegXsOutputStreams,
          .members = {Required(mediaStreamOutputConfigurations)},
      },
      {
          .protocol = "ndi-speed-hq",
          .reach = kCalls,
          .content = kNdi,
          .most_per_flow = 1,
          .members = {Default(ndiSpeedHqQuality, 100, 100, 200), DefaultName(ndiProgramName)},
      },
  };
  return kRules;
}

// CDK:flow, UGnow:flow-sizes-capabilities, UG21:flows-create-cdi ("MediaConnect doesn't support two
// sources on CDI flows"), UG21:entitlements. A flow that has no protocol (entitled, from a bridge,
// integrated with a router) carries a transport stream. NDI does not pass through.
const std::vector<ContentRules>& Contents() {
  static const std::vector<ContentRules> kRules = {
      {
          .content = kTransportStream,
          .name = "a transport stream",
          .flow_sizes = {"MEDIUM", "LARGE"},
          .outputs = {kTransportStream, kNdi},
      },
      {
          .content = kNdi,
          .name = "NDI",
          .flow_sizes = {"LARGE"},
          .most_sources = 1,  // UGnow:source-failover
          .outputs = {kTransportStream},
      },
      {
          .content = kCdi,
          .name = "CDI",
          .flow_sizes = {"LARGE_4X"},
          .most_sources = 1,
          .has_entitlements = false,
          .is_cdi_flow = true,
          .outputs = {kCdi, kJpegXs},
      },
      {
          .content = kJpegXs,
          .name = "ST 2110 JPEG XS",
          .flow_sizes = {"LARGE_4X"},
          .most_sources = 1,
          .has_entitlements = false,
          .is_cdi_flow = true,
          .outputs = {kCdi, kJpegXs},
      },
  };
  return kRules;
}

// M:Source, M:Transport. kNowhere: a member of the request that the response does not have.
const std::vector<MemberPlace>& SourcePlaces() {
  using namespace key;  // NOLINT(google-build-using-namespace)
  static const std::vector<MemberPlace> kPlaces = {
      {name, kTop},
      {description, kTop},
      {protocol, kTransport},
      {whitelistCidr, kTop},
      {vpcInterfaceName, kTop},
      {ingestPort, kTop},
      {maxBitrate, kTransport},
      {maxLatency, kTransport},
      {minLatency, kTransport},
      {maxSyncBuffer, kTransport},
      {streamId, kTransport},
      {sourceListenerAddress, kTransport},
      {sourceListenerPort, kTransport},
      {senderControlPort, kTopAndTransport},
      {senderIpAddress, kTopAndTransport},
      {ndiSourceSettings, kTransport},
      {decryption, kTop},
      {entitlementArn, kTop},
      {gatewayBridgeSource, kTop},
      {mediaStreamSourceConfigurations, kTop},
      {routerIntegrationState, kTop},
      {routerIntegrationTransitDecryption, kTop},
      {sourceTags, kNowhere},
      // What the service adds:
      {sourceArn, kTop},
      {ingestIp, kTop},
      {connectedRouterOutputArn, kTop},
      {dataTransferSubscriberFeePercent, kTop},
  };
  return kPlaces;
}

// M:Output, M:Transport.
const std::vector<MemberPlace>& OutputPlaces() {
  using namespace key;  // NOLINT(google-build-using-namespace)
  static const std::vector<MemberPlace> kPlaces = {
      {name, kTop},
      {description, kTop},
      {outputStatus, kTop},
      {protocol, kTransport},
      {destination, kTop},
      {port, kTop},
      {cidrAllowList, kTransport},
      {vpcInterfaceAttachment, kTop},
      {maxLatency, kTransport},
      {minLatency, kTransport},
      {smoothingLatency, kTransport},
      {streamId, kTransport},
      {remoteId, kTransport},
      {senderControlPort, kTransport},
      {senderIpAddress, kTransport},
      {ndiProgramName, kTransport},
      {ndiSpeedHqQuality, kTransport},
      {encryption, kTop},
      {mediaStreamOutputConfigurations, kTop},
      {routerIntegrationState, kTop},
      {routerIntegrationTransitEncryption, kTop},
      {outputTags, kNowhere},
      // What the service adds:
      {outputArn, kTop},
      {listenerAddress, kTop},
      {entitlementArn, kTop},
      {bridgeArn, kTop},
      {bridgePorts, kTop},
      {connectedRouterInputArn, kTop},
      {dataTransferSubscriberFeePercent, kTop},
  };
  return kPlaces;
}

}  // namespace

const std::vector<ProtocolRules>& ProtocolTable(Direction direction) {
  return direction == Direction::kSource ? Sources() : Outputs();
}

const std::vector<ContentRules>& ContentTable() { return Contents(); }

const std::vector<MemberPlace>& PlaceTable(Direction direction) {
  return direction == Direction::kSource ? SourcePlaces() : OutputPlaces();
}

}  // namespace mediaconnect
