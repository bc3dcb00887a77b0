// What sources and outputs attach to: the flow's VPC interfaces and its media streams. Checks that
// they exist and suit the protocol, derives addresses from them, and finds what still uses one that
// is about to be removed (rules 1.2, 2.1, 2.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// A flow's VPC interfaces, read once for a source or output, and only if it names one.
class FlowInterfaces {
 public:
  FlowInterfaces(Call& call, const Resource& flow) : call_(call), flow_(flow) {}

  // Throws BadRequestException if the flow has no VPC interface of that name.
  void Require(const std::string& path, std::string_view name) const;
  // The same, of the type ("efa") that a protocol wants.
  void Require(const std::string& path, std::string_view name, const ProtocolRules& rules) const;

  // The address of the interface in its VPC; the flow must have it.
  const std::string& AddressOf(std::string_view name) const;

 private:
  struct Interface {
    std::string name;
    std::string type;
    std::string address;
  };
  const std::vector<Interface>& Interfaces() const;
  const Interface* Find(std::string_view name) const;

  Call& call_;
  const Resource& flow_;
  mutable std::optional<std::vector<Interface>> interfaces_;
};

// The flow's one public address: it sends from it, and its public sources and outputs listen on it
// (decision 23).
std::string PublicAddressOf(const Resource& flow);

// Throws BadRequestException if a source or output names a VPC interface or media stream that the
// flow does not have, or that does not suit its protocol. `rules`: of its protocol, or nullptr.
void CheckAttachments(Call& call, const Resource& flow, const FlowInterfaces& interfaces,
                      Direction direction, const std::string& path, const ProtocolRules* rules,
                      const json::Node& spec);

// Writes the addresses of the interfaces into the spec's media streams: `inputIp` of a source's,
// `outboundIp` of an output's.
void SetMediaStreamAddresses(const FlowInterfaces& interfaces, Direction direction,
                             json::Value& spec);

// Throws BadRequestException while a source, an output or an NDI discovery server of the flow uses
// this VPC interface.
void RequireUnusedInterface(Call& call, const Resource& flow, std::string_view name);

// The sources and outputs that carry this media stream: "source \"in\"", "output \"a\" and ...", or
// empty.
std::string UsersOfMediaStream(Call& call, const Resource& flow, std::string_view name);

}  // namespace mediaconnect
