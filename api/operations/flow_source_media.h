// What a flow's source brings: DescribeFlowSourceMetadata, DescribeFlowSourceThumbnail.
#pragma once

#include "api/call.h"

namespace mediaconnect {

json::Text DescribeFlowSourceMetadata(Call& call);
json::Text DescribeFlowSourceThumbnail(Call& call);

}  // namespace mediaconnect
