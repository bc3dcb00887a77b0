// Outputs of a flow: AddFlowOutputs, UpdateFlowOutput, RemoveFlowOutput, and what CreateFlow and
// entitlements need of them.
#pragma once

#include <cstddef>

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// Adds what the request's `outputs` write. Returns their wire forms, a list.
json::Text AddOutputs(Flow& flow);

// Adds an output that the service generates, for an entitlement or a bridge, which `document`
// names. Its name is `name`, with a number if that is taken.
Record& AddGeneratedOutput(Flow& flow, const std::string& name, json::Value document);

// Throws ApiError with `code` where `add` more outputs would pass the flow's quota, which is
// lower with a CDI or ST 2110 JPEG XS source.
void RequireRoomForOutputs(const Flow& flow, std::size_t add, ErrorCode code);

}  // namespace mediaconnect
