// Every breach of a single constraint of an operation's input, made from the contract.
#pragma once

#include <functional>
#include <string>

#include "api/contract/contract.h"
#include "api/contract/json.h"

namespace mediaconnect {

// An input that breaks one constraint of its shape. The refusal's message begins with `path` and a
// colon, and names `value`: the one that is wrong, or what kind of value it should be.
struct Breach {
  json::Value input;
  std::string path;
  std::string value;
};

// Goes through an operation's input, every member at every depth and every member of every union.
// `valid` gets an input for each value that a constraint just allows, `breach` one for each way of
// breaking a constraint; the rest of the input is minimal.
void ForEachVariant(const Operation& operation,
                    const std::function<void(const json::Node& input)>& valid,
                    const std::function<void(const Breach&)>& breach);

}  // namespace mediaconnect
