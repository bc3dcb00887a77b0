// What flows other than a plain RTP one are made of, as members of CreateFlow's request.
#pragma once

#include <string>
#include <vector>

#include "tests/support/json.h"

namespace mediaconnect {

inline Json VpcInterface(const std::string& name, const std::string& type = "ena") {
  return {{"name", name},
          {"networkInterfaceType", type},
          {"roleArn", "arn:aws:iam::111122223333:role/vpc"},
          {"securityGroupIds", List({"sg-1"})},
          {"subnetId", "subnet-1"}};
}
inline const Json kEna{{"vpcInterfaces", List({VpcInterface("eni")})}};

inline Json MediaStream(int id, const std::string& name, const std::string& type) {
  return {{"mediaStreamId", id}, {"mediaStreamName", name}, {"mediaStreamType", type}};
}

// One media stream on a source or output, with what else it has there.
inline Json OnStream(const std::string& name, const std::string& encoding, const Json& more = {}) {
  return Json{{"encodingName", encoding}, {"mediaStreamName", name}} + more;
}
inline Json InputAt(int port, const std::string& interface) {
  return {{"inputPort", port}, {"interface", {{"name", interface}}}};
}
inline Json DestinationAt(const std::string& address, int port, const std::string& interface) {
  return {
      {"destinationIp", address}, {"destinationPort", port}, {"interface", {{"name", interface}}}};
}

// Beside the source: an EFA interface "efa", two ENA "a" and "b", and three media streams.
inline const Json kCdiFlow{
    {"flowSize", "LARGE_4X"},
    {"vpcInterfaces", List({VpcInterface("efa", "efa"), VpcInterface("a"), VpcInterface("b")})},
    {"mediaStreams", List({MediaStream(1, "video", "video"), MediaStream(2, "audio", "audio"),
                           MediaStream(3, "captions", "ancillary-data")})}};
inline Json CdiSource(const std::vector<Json>& streams) {
  return {{"name", "in"},
          {"protocol", "cdi"},
          {"ingestPort", 5000},
          {"maxSyncBuffer", 100},
          {"vpcInterfaceName", "efa"},
          {"mediaStreamSourceConfigurations", List(streams)}};
}
inline Json JpegXsSource(const std::vector<Json>& streams) {
  return {{"name", "in"},
          {"protocol", "st2110-jpegxs"},
          {"maxSyncBuffer", 100},
          {"mediaStreamSourceConfigurations", List(streams)}};
}
inline Json JpegXsInput(const std::string& stream, const std::string& encoding,
                        const std::vector<Json>& inputs) {
  return OnStream(stream, encoding, {{"inputConfigurations", List(inputs)}});
}
inline const Json kCdiSource{
    {"source", CdiSource({OnStream("video", "raw"), OnStream("audio", "pcm")})}};
inline const Json kJpegXsSource{
    {"source",
     JpegXsSource({JpegXsInput("video", "jxsv", {InputAt(5000, "a"), InputAt(5000, "b")}),
                   JpegXsInput("audio", "pcm", {InputAt(5001, "a"), InputAt(5001, "b")})})}};

// An output of such a flow.
inline Json CdiOutput(const Json& stream) {
  return {{"name", "cdi"},
          {"protocol", "cdi"},
          {"destination", "10.1.2.3"},
          {"port", 5000},
          {"vpcInterfaceAttachment", {{"vpcInterfaceName", "efa"}}},
          {"mediaStreamOutputConfigurations", List({stream})}};
}
inline Json JpegXsOutput(const std::vector<Json>& destinations, const Json& more = {}) {
  const Json stream =
      OnStream("video", "jxsv", Json{{"destinationConfigurations", List(destinations)}} + more);
  return {{"name", "jpegxs"},
          {"protocol", "st2110-jpegxs"},
          {"mediaStreamOutputConfigurations", List({stream})}};
}
inline const std::vector<Json> kDestinations = {DestinationAt("10.1.2.4", 5000, "a"),
                                                DestinationAt("10.1.2.5", 5000, "b")};
inline const Json kCdiOutput = CdiOutput(OnStream("video", "raw"));
inline const Json kJpegXsOutput = JpegXsOutput(kDestinations);

// What a flow needs that has an NDI source; without `encodingConfig` for an NDI output.
inline const Json kNdiFlow =
    kEna +
    Json{{"flowSize", "LARGE"},
         {"ndiConfig",
          {{"ndiState", "ENABLED"},
           {"ndiDiscoveryServers",
            List({Json{{"discoveryServerAddress", "10.0.0.5"}, {"vpcInterfaceAdapter", "eni"}}})}}},
         {"encodingConfig", {{"encodingProfile", "DISTRIBUTION_H264_DEFAULT"}}}};
inline const Json kNdiSource{{"source",
                              {{"name", "in"},
                               {"protocol", "ndi-speed-hq"},
                               {"ndiSourceSettings", {{"sourceName", "STUDIO (Camera 1)"}}}}}};

}  // namespace mediaconnect
