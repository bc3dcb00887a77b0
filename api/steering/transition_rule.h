// What becomes of the transitions that resources begin, if a test has something to say about it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/contract/contract.h"
#include "api/contract/json.h"
#include "state/resources.h"

namespace mediaconnect {

struct TransitionRule {
  enum class Mode : std::uint8_t {
    kImmediate,  // the answer that begins it shows how it ends
    kAfter,      // after a time
    kPolls,      // with so many looks at the resource
    kManual,     // with a step
    kFail,       // after a time, to a state that says so
  };

  std::optional<Op> operation = std::nullopt;  // that begins the transition
  std::string arn = {};                        // of the resource; "": any
  std::optional<ResourceKind> kind = std::nullopt;
  Mode mode = Mode::kAfter;
  // How long it takes, in milliseconds; nullopt: as long as without a rule.
  std::optional<std::int64_t> delay = std::nullopt;
  std::int64_t polls = 0;
  std::string message = {};  // why it fails

  // The memory that its texts take.
  std::size_t HeapBytes() const { return arn.size() + message.size(); }

  // Whether it is about this transition: `op` begins it, if a call does, and `state` is the one
  // that it begins with. A rule by which something is to fail is not about what cannot.
  bool Matches(std::optional<Op> op, const Resource& resource, std::string_view state) const;
};

// Reads a rule whose shape is valid. Throws BadRequestException if it makes no sense. `path`: of
// the rule, such as "transitions[1]", or empty.
TransitionRule ReadTransitionRule(const json::Node& given, const std::string& path);

}  // namespace mediaconnect
