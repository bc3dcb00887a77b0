// How a router input receives its content, and how an output sends it: RTP, RIST, SRT as listener
// or caller.
#pragma once

#include <string>
#include <string_view>

#include "api/contract/json.h"

namespace mediaconnect::routers {

// "SRT_LISTENER" of {"srtListener": {...}}.
std::string_view ProtocolOf(const json::Node& protocol_configuration);

// With its defaults. Throws BadRequestException for an address that is none.
json::Value CompleteProtocol(const std::string& path, const json::Node& protocol_configuration);

// A configuration of variant `standard`: its protocol, by name too. Throws BadRequestException if
// that is not the one that is configured. `path`: "configuration.standard".
void CompleteStandard(const std::string& path, json::Value& standard);

// Throws BadRequestException unless a failover or merge input has two protocols of one kind, on
// ports that do not meet (M:FailoverRouterInputConfiguration, CDK:router-input).
void CheckPair(const std::string& path, const json::Node::ConstArray& protocol_configurations);

}  // namespace mediaconnect::routers
