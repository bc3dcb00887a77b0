// What is to go wrong with calls of the service, if a test has something to say about it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/contract/contract.h"
#include "api/contract/error.h"
#include "api/contract/json.h"
#include "api/contract/route.h"
#include "api/steering/rule_list.h"
#include "state/scope.h"

namespace mediaconnect {

struct Fault {
  // An answer in place of the operation's own.
  struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string media = {};
    std::string body = {};
  };

  // What becomes of the connection.
  enum class Connection : std::uint8_t {
    kReset,     // broken off, without an answer
    kClose,     // closed, without an answer
    kHang,      // left open, without an answer
    kTruncate,  // closed after half of the answer
    kDribble,   // the answer comes little by little
  };

  struct Latency {
    std::chrono::milliseconds median{0};
    double sigma = 0;  // of its logarithm
    std::optional<std::chrono::milliseconds> max = std::nullopt;
  };

  // The calls that it is about.
  bool is_of_this_service = true;
  std::optional<Op> operation = std::nullopt;
  std::string region = {};  // "": any
  std::string arn = {};     // among the labels of the path; "": any

  // Of these, the calls that it strikes.
  std::uint64_t skip = 0;
  std::uint64_t every = 1;
  std::optional<std::uint64_t> times = std::nullopt;
  double probability = 1;

  // What it does: one of the first three at most, and the fourth.
  std::optional<ApiError> error = std::nullopt;
  std::optional<Response> response = std::nullopt;
  std::optional<Connection> connection = std::nullopt;
  std::optional<Latency> latency = std::nullopt;
  bool is_after = false;  // the operation is carried out first, and its answer is lost

  // The memory that its texts and headers take.
  std::size_t HeapBytes() const;

  // Whether it is about this call. An error that the operation does not declare is not about it.
  bool Matches(const Operation& called, const Scope& scope,
               const std::vector<std::string>& labels) const;
  // Whether it strikes a call that it is about.
  bool Strikes(const RuleUse& use, std::uint64_t seed) const;
  // Whether the operation is carried out at all.
  bool CarriesOut() const { return is_after || (!error && !response && !connection); }
  // How long the answer waits.
  std::chrono::milliseconds DrawLatency(const RuleUse& use, std::uint64_t seed) const;
};

// Reads a rule whose shape is valid. Throws BadRequestException if it makes no sense. `path`: of
// the rule, such as "faults[1]", or empty.
Fault ReadFault(const json::Node& given, const std::string& path);

}  // namespace mediaconnect
