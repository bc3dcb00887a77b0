// From a method and a raw path to an operation. The path is split before it is percent-decoded, so
// that an encoded slash stays inside its label; a literal segment wins over a label; an empty label
// ("/v1/flows/") reaches the operation with the label, never a list operation.
//
// A control operation has two paths: "/_mediaconnect/reset" is about the whole server,
// "/_mediaconnect/accounts/{accountId}/reset" about one account.
#pragma once

#include <cstdint>
#include <optional>
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
  const Operation* operation = nullptr;          // nullptr: no operation has this method and path
  bool is_alias = false;                         // another tool's path, and as lenient as that tool
  std::optional<std::string_view> account = {};  // raw, of a path that is about one account
  std::vector<Label> labels;

  // Whether unknown members are refused: on a control operation a misspelt `account` must never act
  // on everybody (decision 25).
  bool IsStrict() const { return operation->control && !operation->foreign && !is_alias; }
  // Whether it asks for no token.
  bool IsOpen() const { return operation != nullptr && operation->open && !is_alias; }
};

// Whether the operation has a second path, about one account. Control operations have, but for
// those that are about accounts, and those of other tools.
bool HasAccountPath(const Operation& operation);
// "/_mediaconnect/accounts/{accountId}/reset".
std::string AccountPath(const Operation& operation);

// Built once at start from the contract; constant and usable from any thread after that.
class Router {
 public:
  Router();

  // `path` is the raw path without its query. The labels point into `path`.
  Route Match(std::string_view method, std::string_view path) const;

 private:
  enum class Form : std::uint8_t { kOwn, kOfAccount, kAlias };

  // The operation of one method, where a path ends.
  struct Ending {
    std::string_view method;
    const Operation* operation;
    Form form;
  };

  // One segment of a path and what may follow it.
  struct Step {
    std::string_view literal;  // or
    std::string_view label;
    std::vector<Ending> endings;
    std::vector<Step> next;
  };

  void Add(const std::vector<std::string_view>& segments, const Ending& ending);
  static bool Walk(const Step& step, const std::vector<std::string_view>& segments,
                   std::size_t depth, std::string_view method, Route& route);

  Step root_;
};

}  // namespace mediaconnect
