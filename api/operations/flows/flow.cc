#include "api/operations/flows/flow.h"

#include "api/operations/flows/bridges.h"
#include "api/operations/flows/consistency.h"
#include "api/rules/failover.h"

namespace mediaconnect {

void Flow::Finish() {
  const bool has_new_shape = IsChanged() || IsChanged(ResourceKind::kFlowSource);
  if (has_new_shape) {
    CompleteFailover();
    CheckConsistency(*this);
  }
  if (IsChanged(ResourceKind::kFlowSource) && HasStarted()) AddOutputsToBridges(*this);
  SwitchOffMonitoringOfMany();
  if (has_new_shape) {
    TakeDescription();
    SetListed(Listed());
  }
  Save();
}

void Flow::FinishUpdate() {
  Finish();
  PassThrough(FlowStatus::kUpdating, FlowStatus::kActive);
}

bool Flow::HasStarted() const {
  return Is(FlowStatus::kStarting) || Is(FlowStatus::kActive) || Is(FlowStatus::kUpdating);
}

// Failover that is enabled without a mode merges the sources, if they can be merged.
void Flow::CompleteFailover() {
  const json::Node* given = json::Find(document(), key::sourceFailoverConfig);
  if (given == nullptr) return;
  const bool can_merge = WhyNoMerge(*this).empty();
  json::Value config =
      CompleteFailoverConfig(json::Clone(*given), can_merge ? "MERGE" : "FAILOVER");
  if (config.node() == *given) return;
  json::Value changed = json::Clone(document());
  changed.Set(key::sourceFailoverConfig, std::move(config));
  SetDocument(std::move(changed));
}

void Flow::SwitchOffMonitoringOfMany() {
  if (outputs().size() <= kMostMonitoredOutputs) return;
  const json::Node* monitoring = json::Find(document(), key::sourceMonitoringConfig);
  if (monitoring == nullptr) return;
  json::Value config = json::Clone(*monitoring);
  bool has_some = false;
  for (const Key state : {key::thumbnailState, key::contentQualityAnalysisState}) {
    if (json::GetString(config, state, "DISABLED") == "DISABLED") continue;
    config.Set(state, "DISABLED");
    has_some = true;
  }
  if (!has_some) return;
  json::Value changed = json::Clone(document());
  changed.Set(key::sourceMonitoringConfig, std::move(config));
  SetDocument(std::move(changed));
}

// Decision 11: a flow's description is its first source's.
void Flow::TakeDescription() {
  const json::Node* given = json::Find(sources().front().document(), key::description);
  const json::Node* known = json::Find(document(), key::description);
  if (given == nullptr && known == nullptr) return;
  if (given != nullptr && known != nullptr && *given == *known) return;
  json::Value changed = json::Clone(document());
  changed.Remove(key::description);
  if (given != nullptr) changed.Set(key::description, json::Clone(*given));
  SetDocument(std::move(changed));
}

// ListFlows shows ENTITLED or OWNED (M:SourceType).
json::Text Flow::Listed() const {
  const json::Node& source = sources().front().document();
  json::ObjectWriter listed;
  listed.Add(key::availabilityZone, json::GetString(document(), key::availabilityZone))
      .Add(key::description, json::GetString(document(), key::description, ""))
      .Add(key::flowArn, arn())
      .Add(key::name, name())
      .Add(key::sourceType, json::Has(source, key::entitlementArn) ? "ENTITLED" : "OWNED");
  if (const json::Node* maintenance = json::Find(document(), key::maintenance)) {
    listed.Add(key::maintenance, json::Write(*maintenance));
  }
  return listed.Finish();
}

}  // namespace mediaconnect
