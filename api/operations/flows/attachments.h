// What sources and outputs attach to: the flow's VPC interfaces and its media streams. Checks that
// they exist and suit the protocol, derives addresses from them, and finds what still uses one that
// is about to be removed (rules 1.2, 2.1, 2.2).
#pragma once

#include <string>
#include <string_view>

#include "api/operations/flows/flow.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// Throws BadRequestException if the flow has no VPC interface of that name.
void RequireInterface(const Flow& flow, const std::string& path, std::string_view name);

// The address of the interface in its VPC; the flow must have it.
std::string InterfaceAddress(const Flow& flow, std::string_view name);

// The flow's one public address: it sends from it, and its public sources and outputs listen on it
// (decision 23).
std::string PublicAddressOf(const Flow& flow);

// Throws BadRequestException if a source or output names a VPC interface or media stream that the
// flow does not have, or that does not suit its protocol. `rules`: of its protocol, or nullptr.
void CheckAttachments(const Flow& flow, Direction direction, const std::string& path,
                      const ProtocolRules* rules, const json::Node& spec);

// Writes the addresses of the interfaces into the spec's media streams: `inputIp` of a source's,
// `outboundIp` of an output's.
void SetMediaStreamAddresses(const Flow& flow, Direction direction, json::Value& spec);

// Throws BadRequestException while a source, an output or an NDI discovery server of the flow uses
// this VPC interface.
void RequireUnusedInterface(const Flow& flow, std::string_view name);

// The sources and outputs that carry this media stream: "source \"in\"", "output \"a\" and ...", or
// empty.
std::string UsersOfMediaStream(const Flow& flow, std::string_view name);

}  // namespace mediaconnect
