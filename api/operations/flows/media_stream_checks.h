// How the media streams of a source or output go with its protocol, and with the flow (rules 2.1,
// 2.2).
#pragma once

#include <string>
#include <vector>

#include "api/call.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// The members that tell how media streams come in by a source, or go out by an output.
struct StreamKeys {
  Key configurations;
  Key endpoints;  // the interfaces of one stream
  Key address;    // that the service gives an endpoint
};
const StreamKeys& StreamKeysOf(Direction direction);

// Throws BadRequestException where one of the configurations names a stream that the flow has not,
// or breaks the protocol's rules. `path`: of the list.
void CheckMediaStreams(Call& call, const Flow& flow, Direction direction,
                       const ProtocolRules& rules, const std::string& path,
                       const json::Node::ConstArray& configurations);

// The media streams that the flow's sources bring in.
std::vector<std::string> MediaStreamsOfSources(Call& call, const Flow& flow);

}  // namespace mediaconnect
