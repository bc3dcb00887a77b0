// Outputs of a flow: AddFlowOutputs, UpdateFlowOutput, RemoveFlowOutput, and what CreateFlow and
// entitlements need of them.
#pragma once

#include <string>

#include "api/call.h"

namespace mediaconnect {

// Adds what the request's `outputs` write. Returns their wire forms, a list.
json::Text AddOutputs(Call& call, Resource& flow);

// A flow with more outputs has neither thumbnails nor content quality analysis (UGnow).
inline constexpr std::int64_t kMostMonitoredOutputs = 10;

// Call after outputs were added: a flow with more than kMostMonitoredOutputs loses its thumbnails
// and its content quality analysis. Changes the stored flow and `flow`.
void SwitchOffMonitoringOfMany(Call& call, Resource& flow);

// Throws ApiError with `code` where `add` more outputs would pass the flow's quota, which is
// lower with a CDI or ST 2110 JPEG XS source.
void RequireRoomForOutputs(Call& call, const Resource& flow, std::int64_t add, ErrorCode code);

}  // namespace mediaconnect
