// Flows themselves: CreateFlow, DescribeFlow, ListFlows, UpdateFlow, DeleteFlow, StartFlow,
// StopFlow.
#pragma once

#include "api/call.h"

namespace mediaconnect {

json::Text CreateFlow(Call& call);
json::Text DescribeFlow(Call& call);
json::Text ListFlows(Call& call);
json::Text UpdateFlow(Call& call);
json::Text DeleteFlow(Call& call);
json::Text StartFlow(Call& call);
json::Text StopFlow(Call& call);

}  // namespace mediaconnect
