// What the router's three families of resources have in common: inputs, outputs and network
// interfaces are created, read, listed, updated and deleted in the same way. What a family has of
// its own is a Family.
#pragma once

#include <span>
#include <string_view>

#include "api/call.h"

namespace mediaconnect::routers {

// A document that is being made, of a new resource or of one that is updated.
struct Making {
  Call& call;
  const Resource& resource;  // without the document
  const json::Node* stored;  // the document as it was; nullptr: the resource is new
  const Draw* draw;          // of what the service chooses for a new one; nullptr: it is not new

  bool IsNew() const { return stored == nullptr; }
};

// Constant data.
struct Family {
  ResourceKind kind;
  std::string_view noun;  // for messages: "Router network interface"
  Key one;                // what answers call it: "routerNetworkInterface"
  Key many;               // and several of it
  Key type;     // the member that tells which configuration it has: "networkInterfaceType"
  Quota quota;  // of an account, in a Region
  ErrorCode quota_breach;

  RouterState created;                     // what CREATING becomes
  std::span<const RouterState> updatable;  // the states in which it can be updated
  std::span<const RouterState> removable;  // and deleted

  // Fills in the defaults of a document, as it is to be, and holds it against the family's rules.
  // Throws BadRequestException or ConflictException.
  void (*complete)(const Making& making, json::Value& document);
  // Adds to what is shown of a resource what depends on its state and on others.
  void (*show)(Call& call, const Resource& resource, json::Value& shown);
  // Called before a deletion. Throws ConflictException if another resource still uses this one.
  void (*require_unused)(Call& call, const Resource& resource);
};

// The handlers of a family's operations.
json::Text Create(Call& call, const Family& family);
json::Text Get(Call& call, const Family& family);
json::Text BatchGet(Call& call, const Family& family);
json::Text List(Call& call, const Family& family);
json::Text Update(Call& call, const Family& family);
json::Text Delete(Call& call, const Family& family);

// The resource of the family that the request's `Arn` names. Throws NotFoundException, or
// BadRequestException where the operation does not declare that (decision 22).
Resource Require(Call& call, const Family& family);

// A reply with the resource's ARN, name and state.
json::ObjectWriter WriteState(const Resource& resource);

// Which of its variants a configuration is, and what that has: {"standard": {...}}.
struct Variant {
  std::string_view name;
  const json::Node& members;
};
Variant VariantOf(const json::Node& configuration);

// The ARN of the network interface that a configuration names, or "".
std::string_view InterfaceOf(const json::Node& configuration);

}  // namespace mediaconnect::routers
