// What flows other than a plain RTP one are made of, as members of CreateFlow's request.
#pragma once

#include <string>

namespace mediaconnect {

// One VPC interface: VpcInterface("ena") or VpcInterface("fast", "efa").
inline std::string VpcInterface(const std::string& name, const std::string& type = "ena") {
  return R"({"name":")" + name + R"(","networkInterfaceType":")" + type +
         R"(","roleArn":"arn:aws:iam::111122223333:role/vpc","securityGroupIds":["sg-1"],)"
         R"("subnetId":"subnet-1"})";
}
inline const std::string kEna = R"("vpcInterfaces":[)" + VpcInterface("eni") + "]";

// Beside the source: an EFA interface "efa", two ENA "a" and "b", and three media streams.
inline const std::string kCdiFlow = R"("flowSize":"LARGE_4X","vpcInterfaces":[)" +
                                    VpcInterface("efa", "efa") + "," + VpcInterface("a") + "," +
                                    VpcInterface("b") +
                                    R"(],"mediaStreams":[
      {"mediaStreamId":1,"mediaStreamName":"video","mediaStreamType":"video"},
      {"mediaStreamId":2,"mediaStreamName":"audio","mediaStreamType":"audio"},
      {"mediaStreamId":3,"mediaStreamName":"captions","mediaStreamType":"ancillary-data"}])";
inline const std::string kCdiSource =
    R"("source":{"name":"in","protocol":"cdi","ingestPort":5000,"maxSyncBuffer":100,
      "vpcInterfaceName":"efa","mediaStreamSourceConfigurations":[
        {"encodingName":"raw","mediaStreamName":"video"},
        {"encodingName":"pcm","mediaStreamName":"audio"}]})";
inline const std::string kJpegXsSource =
    R"("source":{"name":"in","protocol":"st2110-jpegxs","maxSyncBuffer":100,
      "mediaStreamSourceConfigurations":[
        {"encodingName":"jxsv","mediaStreamName":"video","inputConfigurations":[
          {"inputPort":5000,"interface":{"name":"a"}},{"inputPort":5000,"interface":{"name":"b"}}]},
        {"encodingName":"pcm","mediaStreamName":"audio","inputConfigurations":[
          {"inputPort":5001,"interface":{"name":"a"}},
          {"inputPort":5001,"interface":{"name":"b"}}]}]})";

// An output of such a flow.
inline const std::string kCdiOutput =
    R"({"name":"cdi","protocol":"cdi","destination":"10.1.2.3","port":5000,
      "vpcInterfaceAttachment":{"vpcInterfaceName":"efa"},
      "mediaStreamOutputConfigurations":[{"encodingName":"raw","mediaStreamName":"video"}]})";
inline const std::string kJpegXsOutput =
    R"({"name":"jpegxs","protocol":"st2110-jpegxs","mediaStreamOutputConfigurations":[
      {"encodingName":"jxsv","mediaStreamName":"video","destinationConfigurations":[
        {"destinationIp":"10.1.2.4","destinationPort":5000,"interface":{"name":"a"}},
        {"destinationIp":"10.1.2.5","destinationPort":5000,"interface":{"name":"b"}}]}]})";

// What a flow needs that has an NDI source; without `encodingConfig` for an NDI output.
inline const std::string kNdiFlow = R"("flowSize":"LARGE",)" + kEna +
                                    R"(,"ndiConfig":{"ndiState":"ENABLED","ndiDiscoveryServers":[
      {"discoveryServerAddress":"10.0.0.5","vpcInterfaceAdapter":"eni"}]},
      "encodingConfig":{"encodingProfile":"DISTRIBUTION_H264_DEFAULT"})";
inline const std::string kNdiSource =
    R"_("source":{"name":"in","protocol":"ndi-speed-hq",
      "ndiSourceSettings":{"sourceName":"STUDIO (Camera 1)"}})_";

}  // namespace mediaconnect
