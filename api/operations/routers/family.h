// What the router's three families of resources have in common: inputs, outputs and network
// interfaces are created, read, listed, updated and deleted in the same way. What a family has of
// its own is a Family.
#pragma once

#include <span>
#include <string_view>

#include "api/call.h"

namespace mediaconnect::routers {

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

  // Holds a document, as it is to be, against the family's rules. Throws BadRequestException.
  void (*check)(Call& call, const json::Node& document);
  // Adds to what is shown of a resource what depends on others.
  void (*complete)(Call& call, const Resource& resource, json::Value& shown);
  // Throws ConflictException while something else needs the resource.
  void (*require_unused)(Call& call, const Resource& resource);
};

// The handlers of a family's operations.
json::Text Create(Call& call, const Family& family);
json::Text Get(Call& call, const Family& family);
json::Text BatchGet(Call& call, const Family& family);
json::Text List(Call& call, const Family& family);
json::Text Update(Call& call, const Family& family);
json::Text Delete(Call& call, const Family& family);

}  // namespace mediaconnect::routers
