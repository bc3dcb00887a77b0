// Takes: which router input a router output has its content from. A take is a route, a part of the
// output with states of its own: ROUTING, then ROUTED; or ROUTING, and then it is gone.
#pragma once

#include <cstdint>
#include <string_view>

#include "api/call.h"

namespace mediaconnect::routers {

// How many outputs can take one input (UGnow:quotas).
inline constexpr std::int64_t kMostRoutedOutputs = 10;

// Adds `routedState`, and `routedInputArn` if there is a route, to what is shown of an output.
void ShowRoute(Call& call, const Resource& output, json::Value& shown);

// Throws BadRequestException if an output of this document could not take an input of that, by
// their bitrates and scopes. The message names the member `path`, or, if that is empty, the one
// that does not fit.
void CheckFit(std::string_view path, const json::Node& output, const json::Node& input);

}  // namespace mediaconnect::routers
