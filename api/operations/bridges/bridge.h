// A bridge with its sources and outputs: what the rules look at and the operations change.
#pragma once

#include <string_view>

#include "api/rules/aggregate.h"

namespace mediaconnect {

class Bridge : public Aggregate {
 public:
  using Aggregate::Aggregate;

  // By name, without an ARN. The document of a source is {"flowSource": {...}} or
  // {"networkSource": {...}}, that of an output {"flowOutput": {...}} or {"networkOutput": {...}}.
  const Records& sources() const { return PartsOf(ResourceKind::kBridgeSource); }
  const Records& outputs() const { return PartsOf(ResourceKind::kBridgeOutput); }

  // An egress bridge has flow sources and network outputs, an ingress bridge network sources and
  // flow outputs (UGnow:gateway-components-bridges, CDK:bridge).
  bool IsEgress() const { return json::Has(document(), key::egressGatewayBridge); }

  // The gateway that it is on.
  Resource Gateway() const;

  // The end of every change, whichever operation made it: what must hold for the bridge as a whole
  // is checked, and all of it is stored. Throws BadRequestException, which takes the change back.
  void Finish();
  // The same for an update of the bridge or a part: an ACTIVE bridge passes through UPDATING if
  // transitions take time (decision 5).
  void FinishUpdate();
};

// The bridge that the path names. Throws NotFoundException.
Bridge RequireBridge(Call& call);
// The same, for a change: throws ConflictException while the bridge is DELETING (decision 3).
Bridge RequireBridgeForChange(Call& call);
// The one with this id; it must be there.
Bridge BridgeOfId(Call& call, std::int64_t id);

// The part that the member `name_key` of the path names. Throws NotFoundException.
Record& RequireBridgePart(Bridge& bridge, ResourceKind kind, std::string_view what, Key name_key);

// The member of a source or output by which it fits the bridge: `egress` or `ingress`, whichever
// the bridge is. Throws BadRequestException if the other one is there. nullptr if there is neither.
const json::Node* FindFitting(const Bridge& bridge, const std::string& path,
                              const json::Node& request, Key egress, Key ingress);
// The same, and throws BadRequestException if there is neither.
const json::Node& RequireFitting(const Bridge& bridge, const std::string& path,
                                 const json::Node& request, Key egress, Key ingress);

// Adds a part with the name that the spec gives it; its document is {`member`: spec}. Throws
// BadRequestException for a name that is not valid, ConflictException for one that the bridge
// already has (decision 7). `path`: of the spec.
Record& AddBridgePart(Bridge& bridge, ResourceKind kind, const std::string& path, Key member,
                      const json::Node& spec);

// The spec of a part, whose document is {`member`: spec}, with the changes over it.
json::Value UpdatedSpec(const Record& part, Key member, const json::Node& changes);
void SetSpec(Record& part, Key member, json::Value spec);

// What network sources and network outputs have in common: throws BadRequestException unless the
// protocol is one of those that bridges have, the port is one, and the gateway has the network.
void CheckNetworkEnd(const Bridge& bridge, const std::string& path, const json::Node& spec);

// The bridge's wire form, parts included.
json::Text RenderBridge(const Bridge& bridge);

}  // namespace mediaconnect
