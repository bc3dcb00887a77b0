// VPC interfaces and media streams as CreateFlow takes them.
#pragma once

#include "api/call.h"

namespace mediaconnect {

void AddVpcInterfaces(Call& call, const Flow& flow, const json::Node::ConstArray& requests);
void AddMediaStreams(Call& call, const Flow& flow, const json::Node::ConstArray& requests);

}  // namespace mediaconnect
