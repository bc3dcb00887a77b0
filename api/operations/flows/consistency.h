// What must hold for a flow as a whole, whichever operation changed it: its sources go together,
// its size and settings fit what they carry, and its outputs can send that.
#pragma once

#include "api/operations/flows/flow.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// Throws BadRequestException if one of these does not hold (rules 2.1, 2.2). Call after the
// change, within its transaction: what is thrown takes the change back.
void CheckConsistency(const Flow& flow);

// Why the flow's sources can only fail over and never be merged, or "" if they can be merged.
std::string WhyNoMerge(const Flow& flow);

// The part of it that an output's own request can break. `path`: the output's.
void CheckOutputFitsFlow(const Flow& flow, const std::string& path, const ProtocolRules& rules);

}  // namespace mediaconnect
