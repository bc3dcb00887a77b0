// An empty State in memory, for tests of its stores: a clock that the test moves and fixed ids.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "state/state.h"

namespace mediaconnect {

class StateTest : public testing::Test {
 protected:
  static inline const Scope kOwn{"111122223333", "us-east-1"};
  static inline const Scope kOtherAccount{"444455556666", "us-east-1"};
  static inline const Scope kOtherRegion{"111122223333", "eu-west-1"};

  // Returns its id. The ARN is the name.
  std::int64_t Add(ResourceKind kind, const std::string& name, const Scope& scope = kOwn) {
    return state_.resources.Insert({.kind = kind,
                                    .scope = scope,
                                    .arn = name,
                                    .name = name,
                                    .status = "STANDBY",
                                    .doc = "{}"});
  }
  std::int64_t AddFlow(const std::string& name, const Scope& scope = kOwn) {
    return Add(ResourceKind::kFlow, name, scope);
  }
  std::int64_t AddPart(ResourceKind kind, std::int64_t flow, const std::string& name,
                       const Scope& scope = kOwn) {
    return state_.resources.Insert({.kind = kind,
                                    .parent_id = flow,
                                    .scope = scope,
                                    .arn = name + "-arn",
                                    .name = name,
                                    .doc = "{}"});
  }
  // The names of what a store lists.
  template <class Row>
  static std::vector<std::string> NamesOf(const std::vector<Row>& rows) {
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (const Row& row : rows) names.push_back(row.name);
    return names;
  }

  // A resource with its parts, by its id or by scope and ARN.
  template <class... Which>
  std::vector<Resource> Whole(const Which&... which) {
    std::vector<Resource> whole;
    state_.resources.FindWhole(which..., [&](Resource&& row) { whole.push_back(std::move(row)); });
    return whole;
  }

  using Names = std::vector<std::string>;

  FakeClock clock_;
  State state_{"", 1, clock_};
};

}  // namespace mediaconnect
