// VPC interfaces of a flow: AddFlowVpcInterfaces, RemoveFlowVpcInterface, and what CreateFlow needs
// of them.
#pragma once

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// Adds the interfaces as a request's `vpcInterfaces` writes them. Returns their wire forms, a list.
json::Text AddVpcInterfaces(Flow& flow);

}  // namespace mediaconnect
