#include "api/rules/transition.h"

namespace mediaconnect {
namespace {

using Mode = TransitionRule::Mode;
using Entry = Lifecycle::Entry;
using Course = Lifecycle::Course;

// The rule of the resource's owner, or of the server, or what holds without one:
// --transition-delay. `op`: what begins the transition, if a call does.
TransitionRule FindRule(const Settings& settings, Steering& steering, std::optional<Op> op,
                        const Resource& resource, std::string_view state) {
  const auto matches = [&](const TransitionRule& rule) {
    return rule.Matches(op, resource, state);
  };
  const auto fires = [](const TransitionRule&, const RuleUse&) { return true; };
  const auto found = steering.transitions.Find(resource.scope.account, matches, fires);
  TransitionRule rule = found ? *found.rule : TransitionRule();
  if (!rule.delay) rule.delay = settings.transition_delay_ms;
  return rule;
}

TransitionRule FindRule(Call& call, const Resource& resource, std::string_view state) {
  return FindRule(call.settings, call.steering, call.op, resource, state);
}

// Whether the resource is not seen in the state that it begins with.
bool IsInstant(const TransitionRule& rule) {
  return rule.mode == Mode::kImmediate || (rule.mode == Mode::kAfter && rule.delay == 0);
}

// The states of the transition, each entered at its time, or when it is asked for.
Course MakeCourse(const Transition& transition, std::optional<std::int64_t> now,
                  std::int64_t delay) {
  const auto after = [&](std::int64_t time) {
    return now ? std::optional(*now + time) : std::nullopt;
  };
  const Entry end(transition.next, after(delay));
  if (transition.middle.empty()) return {transition.state, end, transition.last};
  return {transition.state, Entry(transition.middle, after(delay - delay / 2)), end};
}

Course MakeCourse(const Resource& resource, const Transition& transition,
                  const TransitionRule& rule, std::int64_t now) {
  const std::int64_t delay = rule.delay.value();
  switch (rule.mode) {
    case Mode::kAfter:
      return MakeCourse(transition, now, delay);
    case Mode::kFail: {
      const std::string_view failed = FailedStateOf(resource.kind, transition.state);
      Course course(transition.state, Entry(failed, now + delay));
      course.failure = rule.message;
      return course;
    }
    case Mode::kImmediate:
      // What has gone is not there to be shown: it goes with the next request.
      if (transition.next == RulesOf(resource.kind).gone_state) {
        return MakeCourse(transition, now, 0);
      }
      break;
    case Mode::kPolls:
    case Mode::kManual:
      break;
  }
  Course course = MakeCourse(transition, std::nullopt, 0);
  if (rule.mode == Mode::kPolls) course.polls = rule.polls;
  return course;
}

void BeginBy(Call& call, Resource& resource, const Transition& transition,
             const TransitionRule& rule) {
  Lifecycle& lifecycle = call.state.lifecycle;
  const std::int64_t now = call.Now(resource.scope.account);
  lifecycle.Begin(resource, MakeCourse(resource, transition, rule, now));
  resource.status = transition.state;
  if (rule.mode != Mode::kImmediate) return;
  while (const auto settled = lifecycle.Step(resource)) resource.status = settled->to;
}

}  // namespace

void BeginTransition(Call& call, Resource& resource, const Transition& transition) {
  BeginBy(call, resource, transition, FindRule(call, resource, transition.state));
}

void BeginIfItTakesTime(Call& call, Resource& resource, const Transition& transition) {
  const TransitionRule rule = FindRule(call, resource, transition.state);
  if (!IsInstant(rule)) BeginBy(call, resource, transition, rule);
}

Course CourseByItself(const Settings& settings, Steering& steering, const Resource& resource,
                      const Transition& transition, std::int64_t time) {
  TransitionRule rule = FindRule(settings, steering, std::nullopt, resource, transition.state);
  // No answer is to show how it ends.
  if (rule.mode == Mode::kImmediate) rule = {.mode = Mode::kAfter, .delay = 0};
  return MakeCourse(resource, transition, rule, time);
}

std::string FailureOf(Call& call, const Resource& resource) {
  return call.state.lifecycle.FailureOf(resource).value_or("");
}

json::Text RenderFailure(Call& call, const Resource& resource) {
  return json::ObjectWriter()
      .Add(key::code, kFailureCode)
      .Add(key::message, FailureOf(call, resource))
      .Add(key::resourceName, resource.name)
      .Finish();
}

}  // namespace mediaconnect
