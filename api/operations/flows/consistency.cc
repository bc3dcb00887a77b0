#include "api/operations/flows/consistency.h"

#include <algorithm>
#include <set>

#include "api/operations/flows/attachments.h"
#include "api/operations/flows/content.h"
#include "api/operations/flows/media_stream_checks.h"
#include "api/operations/flows/settings.h"
#include "api/rules/enabled.h"
#include "api/rules/failover.h"

namespace mediaconnect {
namespace {

template <class Value>
bool Holds(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool HasNdi(const json::Node& flow) {
  return IsEnabled(json::Find(flow, key::ndiConfig), key::ndiState);
}

std::string_view FamilyOf(const json::Node& source) {
  const ProtocolRules* rules = RulesOfDocument(Direction::kSource, source);
  if (rules == nullptr) {
    return IsEnabled(source, key::routerIntegrationState) ? "a router" : "a bridge";
  }
  return rules->failover_family.empty() ? rules->protocol : rules->failover_family;
}

// Both sources of a flow have one protocol; rtp and rtp-fec may be mixed (UG21:source-adding). If
// one comes from the router, the other does too (UGnow:integrate-flow-with-router).
void CheckFamilies(const Flow::Records& sources) {
  std::set<std::string_view> families;
  for (const Record& source : sources) families.insert(FamilyOf(source.document()));
  if (families.size() > 1) {
    throw BadRequest(
        "sources: both sources of a flow must have the same protocol (rtp and rtp-fec "
        "may be mixed), or both come from a bridge, or both from a router; these are " +
        JoinWith(" and ", families));
  }
}

bool IsEntitled(const Flow::Records& sources) {
  return std::any_of(sources.begin(), sources.end(), [](const Record& source) {
    return json::Has(source.document(), key::entitlementArn);
  });
}

// UG21:source-failover, UG21:flows-create-cdi: neither a second source nor failover on entitled and
// CDI flows.
void CheckSources(const Flow& flow, const ContentRules& content) {
  const Flow::Records& sources = flow.sources();
  const bool entitled = IsEntitled(sources);
  const std::size_t most = entitled ? 1 : content.most_sources;
  const std::string what =
      entitled ? "an entitled flow" : "a flow that carries " + std::string(content.name);
  if (sources.size() > most) {
    throw BadRequest("sources: " + what + " has at most " + std::to_string(most) +
                     (most == 1 ? " source, not " : " sources, not ") +
                     std::to_string(sources.size()));
  }
  CheckFailover(flow, ResourceKind::kFlowSource);
  if (most == 1 && HasFailover(flow.document())) {
    throw BadRequest("sourceFailoverConfig.state: must be DISABLED on " + what +
                     ", which has one source");
  }
  if (sources.size() > 1) CheckFamilies(sources);
  const std::string why_no_merge = WhyNoMerge(flow);
  if (Merges(flow.document()) && !why_no_merge.empty()) {
    throw BadRequest("sourceFailoverConfig.failoverMode: MERGE is not possible, because " +
                     why_no_merge + "; use FAILOVER");
  }
}

void CheckFlowSize(const json::Node& flow, const ContentRules& content) {
  const std::string_view size = FlowSizeOf(flow);
  const auto& sizes = content.flow_sizes;
  if (Holds(sizes, size)) return;
  throw BadRequest("flowSize: " + std::string(size) + " must be " + JoinWithOr(sizes) +
                   " on a flow that carries " + std::string(content.name) +
                   " by its source's protocol");
}

// Each NDI discovery server is reached by a VPC interface of the flow.
void CheckDiscoveryServers(const Flow& flow) {
  const json::Node* ndi = json::Find(flow.document(), key::ndiConfig);
  if (ndi == nullptr) return;
  ForEach(json::Items(*ndi, key::ndiDiscoveryServers),
          Path(key::ndiConfig.name, key::ndiDiscoveryServers),
          [&](const json::Node& server, const std::string& path) {
            RequireInterface(flow, Path(path, key::vpcInterfaceAdapter),
                             json::GetString(server, key::vpcInterfaceAdapter));
          });
}

// CDK:flow: what NDI asks of the flow.
void CheckNdi(const json::Node& flow, const ContentRules& content) {
  const std::string_view size = FlowSizeOf(flow);
  const auto& sizes = RulesOf(Content::kNdi).flow_sizes;
  if (HasNdi(flow) && !Holds(sizes, size)) {
    throw BadRequest("ndiConfig.ndiState: ENABLED needs flowSize " + JoinWithOr(sizes) + ", not " +
                     std::string(size));
  }
  if (content.content != Content::kNdi) return;
  if (!HasNdi(flow)) {
    throw BadRequest("ndiConfig.ndiState: must be ENABLED on a flow with an ndi-speed-hq source");
  }
  if (!json::Has(flow, key::encodingConfig)) {
    throw BadRequest("encodingConfig: is required on a flow with an ndi-speed-hq source");
  }
}

void CheckOutput(const Flow& flow, const ContentRules& content, const std::string& path,
                 const ProtocolRules& rules) {
  if (!Holds(content.outputs, rules.content)) {
    throw BadRequest(Path(path, key::protocol) + ": " + std::string(rules.protocol) +
                     " cannot carry the content of the flow's source, which is " +
                     std::string(content.name));
  }
  if (rules.content == Content::kNdi && !HasNdi(flow.document())) {
    throw BadRequest(Path(path, key::protocol) + ": " + std::string(rules.protocol) +
                     " needs ndiConfig.ndiState ENABLED on the flow");
  }
}

// The outputs' side, for all of them at once: a source or a setting has changed.
void CheckOutputs(const Flow& flow, const ContentRules& content) {
  const std::vector<std::string> streams = MediaStreamsOfSources(flow);
  for (const Record& output : flow.outputs()) {
    const json::Node& document = output.document();
    const ProtocolRules* rules = RulesOfDocument(Direction::kOutput, document);
    if (rules == nullptr) continue;
    const std::string path = "output " + Quote(output.name());
    CheckOutput(flow, content, path, *rules);
    for (const json::Node& one : json::Items(document, key::mediaStreamOutputConfigurations)) {
      const std::string_view name = json::GetString(one, key::mediaStreamName);
      if (std::find(streams.begin(), streams.end(), name) != streams.end()) continue;
      throw BadRequest(
          path + " carries media stream " + Quote(name) +
          ", which would no longer be on any source; update or remove the output first");
    }
  }
}

}  // namespace

std::string WhyNoMerge(const Flow& flow) {
  for (const Record& source : flow.sources()) {
    const json::Node& document = source.document();
    // UGnow:integrate-flow-with-router: "Only failover is supported between flow sources."
    if (IsEnabled(document, key::routerIntegrationState)) {
      return "source " + Quote(source.name()) + " comes from a router";
    }
    const ProtocolRules* rules = RulesOfDocument(Direction::kSource, document);
    if (rules == nullptr || rules->merges) continue;
    return "source " + Quote(source.name()) + " has protocol " + std::string(rules->protocol);
  }
  return "";
}

void CheckOutputFitsFlow(const Flow& flow, const std::string& path, const ProtocolRules& rules) {
  CheckOutput(flow, RulesOf(ContentOf(flow)), path, rules);
}

void CheckConsistency(const Flow& flow) {
  const json::Node& document = flow.document();
  const ContentRules& content = RulesOf(ContentOf(flow));
  CheckSources(flow, content);
  CheckFlowSize(document, content);
  CheckDiscoveryServers(flow);
  CheckNdi(document, content);
  CheckOutputs(flow, content);
}

}  // namespace mediaconnect
