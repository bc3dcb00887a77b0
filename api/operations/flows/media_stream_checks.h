// Checks of the media streams on a source or output, against its protocol and the flow (rules 2.1,
// 2.2).
#pragma once

#include <string>
#include <vector>

#include "api/operations/flows/flow.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// The members that tell how media streams come in by a source, or go out by an output.
struct StreamKeys {
  Key configurations;
  Key endpoints;  // the interfaces of one stream
  Key address;    // that the service gives an endpoint
};
const StreamKeys& StreamKeysOf(Direction direction);

// Throws BadRequestException if one of the configurations names a stream that the flow does not
// have, or breaks the protocol's rules. `path`: of the list.
void CheckMediaStreams(const Flow& flow, Direction direction, const ProtocolRules& rules,
                       const std::string& path, const json::Node::ConstArray& configurations);

// The media streams that the flow's sources bring in.
std::vector<std::string> MediaStreamsOfSources(const Flow& flow);

}  // namespace mediaconnect
