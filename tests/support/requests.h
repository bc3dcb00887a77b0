// Valid requests made from the contract, small and large, for any operation.
#pragma once

#include <string>

#include "api/contract/contract.h"
#include "api/contract/json.h"

namespace mediaconnect {

// What goes over the wire.
struct WireRequest {
  std::string method;
  std::string target;
  std::string body;
};

// Puts each member of an operation's input where its location says: into a label, the query or the
// body. SDKs percent-encode a whole label; `encode_labels` false leaves ':' and '/' as they are, as
// people with curl do.
WireRequest ToWire(const Operation& operation, const json::Node& input, bool encode_labels = true);

// A text that a pattern matches; "text" for none.
std::string TextFor(std::string_view pattern);

// A value with nothing but what the type requires.
json::Value MinimalValue(const Type& type);
// A value with every member at every depth, each list with one element, each union with its first
// member. Without nextToken, which only the server can make.
json::Value MaximalValue(const Type& type);

}  // namespace mediaconnect
