#include "api/operations/flow_vpc_and_media.h"

#include "api/operations/flow.h"
#include "api/tag_rules.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;

// Dynamic payload types of RTP begin at 96 (RFC 3551).
constexpr std::int64_t kFirstPayloadType = 96;

// The parts that live under the flow's ARN: ".../vpcInterface/NAME".
std::string PartArn(const Flow& flow, std::string_view kind, const std::string& name) {
  return std::string(flow.arn).append("/").append(kind).append("/").append(name);
}

// The members that the response has and the request may leave out.
json::Value FillAttributes(const json::Node& given) {
  json::Value attributes = json::Clone(given);
  if (!json::Has(attributes, key::fmtp)) attributes.Set(key::fmtp, json::Value::Object());
  return attributes;
}

}  // namespace

void AddVpcInterfaces(Call& call, const Flow& flow, const json::Node::ConstArray& requests) {
  FlowPartStore& store = call.state.vpc_interfaces;
  for (std::size_t i = 0; i < requests.Size(); ++i) {
    const json::Node& request = requests[static_cast<unsigned>(i)];
    const std::string path = Path(key::vpcInterfaces, i);
    const std::string name = PartName(store, flow, path, request, "vpcInterface", kLongestName);
    json::Value document = json::Clone(request);
    document.Remove(key::vpcInterfaceTags);
    if (!json::Has(document, key::networkInterfaceType)) {
      document.Set(key::networkInterfaceType, "ena");  // M:VpcInterfaceRequest
    }
    json::Value ids = json::Value::Array();
    ids.Append(json::Value::String(call.state.ids.Next(call.scope, "eni").NetworkInterfaceId()));
    document.Set(key::networkInterfaceIds, std::move(ids));
    const std::string arn = PartArn(flow, "vpcInterface", name);
    InsertPart(store, flow, arn, name, document);
    PutCreateTags(call, path, arn, request, key::vpcInterfaceTags);
  }
}

void AddMediaStreams(Call& call, const Flow& flow, const json::Node::ConstArray& requests) {
  FlowPartStore& store = call.state.media_streams;
  for (std::size_t i = 0; i < requests.Size(); ++i) {
    const json::Node& request = requests[static_cast<unsigned>(i)];
    const std::string path = Path(key::mediaStreams, i);
    const std::string name(json::GetString(request, key::mediaStreamName));
    CheckName(Path(path, key::mediaStreamName), name, kLongestName);
    if (store.HasName(flow.id, name)) {
      throw BadRequest(Path(path, key::mediaStreamName) + ": the flow has media stream " +
                       Quote(name) + " already; names are unique within a flow");
    }
    json::Value document = json::Clone(request);
    document.Remove(key::mediaStreamTags);
    document.Set(key::fmt, kFirstPayloadType + store.CountOf(flow.id));
    if (const json::Node* attributes = json::Find(request, key::attributes)) {
      document.Set(key::attributes, FillAttributes(*attributes));
    }
    const std::string arn = PartArn(flow, "mediaStream", name);
    InsertPart(store, flow, arn, name, document);
    PutCreateTags(call, path, arn, request, key::mediaStreamTags);
  }
}

}  // namespace mediaconnect
