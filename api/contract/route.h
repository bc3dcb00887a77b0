// From a method and a raw path to an operation. The path is split before it is percent-decoded, so
// that an encoded slash stays inside its label; a literal segment wins over a label; an empty label
// ("/v1/flows/") reaches the operation with the label, never a list operation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/contract/contract.h"

namespace mediaconnect {

// A path's labels and their values, still percent-encoded.
struct Label {
  std::string_view name;  // "FlowArn"
  std::string_view raw;
};

struct Route {
  const Operation* operation = nullptr;  // nullptr: no operation has this method and path
  bool is_alias = false;                 // another tool's path, and as lenient as that tool
  std::vector<Label> labels;

  // Whether unknown members are refused: on a control operation a misspelt `account` must never act
  // on everybody (decision 25).
  bool IsStrict() const { return operation->control && !is_alias; }
};

// Built once at start from the contract; constant and usable from any thread after that.
class Router {
 public:
  Router();

  // `path` is the raw path without its query. The labels point into `path`.
  Route Match(std::string_view method, std::string_view path) const;

 private:
  // The operation of one method, where a path ends.
  struct Ending {
    std::string_view method;
    const Operation* operation;
    bool is_alias;
  };

  // One segment of a path and what may follow it.
  struct Step {
    std::string_view literal;  // or
    std::string_view label;
    std::vector<Ending> endings;
    std::vector<Step> next;
  };

  void Add(std::string_view uri, const Ending& ending);
  static bool Walk(const Step& step, const std::vector<std::string_view>& segments,
                   std::size_t depth, std::string_view method, Route& route);

  Step root_;
};

}  // namespace mediaconnect
