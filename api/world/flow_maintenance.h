// POST /_mediaconnect/flow-maintenance: maintenance becomes required of a flow, which on AWS
// happens when there are updates for it (UGnow:maintenance).
#pragma once

#include "api/call.h"

namespace mediaconnect {

json::Text RequireFlowMaintenance(Call& call);

}  // namespace mediaconnect
