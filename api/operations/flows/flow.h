// A flow with its parts: what the rules look at and the operations change.
#pragma once

#include <string>
#include <string_view>

#include "api/rules/aggregate.h"

namespace mediaconnect {

class Flow : public Aggregate {
 public:
  using Aggregate::Aggregate;

  const Records& sources() const { return PartsOf(ResourceKind::kFlowSource); }
  const Records& outputs() const { return PartsOf(ResourceKind::kFlowOutput); }
  const Records& entitlements() const { return PartsOf(ResourceKind::kFlowEntitlement); }
  const Records& media_streams() const { return PartsOf(ResourceKind::kFlowMediaStream); }
  const Records& vpc_interfaces() const { return PartsOf(ResourceKind::kFlowVpcInterface); }

  // The end of every change, whichever operation made it: what must hold for the flow as a whole is
  // checked (consistency.h), what follows from the change is done, and all of it is stored. Throws
  // BadRequestException, which takes the change back.
  void Finish();
  // The same for an update of the flow or a part: an ACTIVE flow passes through UPDATING if
  // transitions take time (decision 5).
  void FinishUpdate();

 private:
  bool HasStarted() const;
  void CompleteFailover();
  void SwitchOffMonitoringOfMany();
  void TakeDescription();
  json::Text Listed() const;
};

// A flow with more outputs has neither thumbnails nor content quality analysis (UGnow).
inline constexpr std::size_t kMostMonitoredOutputs = 10;

}  // namespace mediaconnect
