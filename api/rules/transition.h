// How a resource goes from one state to another: at once, after a time, when a test says so, or not
// at all. All transitions of all kinds begin here, so that the rules of a test hold for each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// From the state in which it is now to the one in which it is to be.
struct Transition {
  template <class State>
  Transition(State from, State to) : state(TextOf(from)), next(TextOf(to)) {}

  // The state in which it is for the second half of the way.
  template <class State>
  Transition& By(State halfway) {
    middle = TextOf(halfway);
    return *this;
  }
  // What becomes of it after that on a date, whatever the rules are.
  template <class State>
  Transition& Until(std::int64_t date, State then) {
    last = Lifecycle::Entry(then, date);
    return *this;
  }

  std::string_view state;
  std::string_view next;
  std::string_view middle = {};
  std::optional<Lifecycle::Entry> last = std::nullopt;
};

// The transition begins now, by the rules of the test or, without one, with --transition-delay.
// `resource` gets the status that the answer shows.
void BeginTransition(Call& call, Resource& resource, const Transition& transition);

// The same, if the transition takes time; else the resource stays as it is (decision 5).
void BeginIfItTakesTime(Call& call, Resource& resource, const Transition& transition);

// What becomes of a resource that begins the transition at `time` without a call: the rules that
// name no operation hold for it.
Lifecycle::Course CourseByItself(const Settings& settings, Steering& steering,
                                 const Resource& resource, const Transition& transition,
                                 std::int64_t time);

// The code of such a message; which one the service has is not documented.
inline constexpr std::string_view kFailureCode = "TransitionFailed";

// Why a resource is in a state that says that a transition failed; and as a MessageDetail.
std::string FailureOf(Call& call, const Resource& resource);
json::Text RenderFailure(Call& call, const Resource& resource);

}  // namespace mediaconnect
