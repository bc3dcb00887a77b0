// A walk over all operations of the contract: each is routed, validates its input by its shape, and
// answers in the service's form, with a handler or without.
#include "api/operations/registry.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

// The smallest value that a type accepts, or the largest in members.
class Sample {
 public:
  explicit Sample(bool all_members) : all_members_(all_members) {}

  json::Value Of(const Type& type, int depth = 0) const {
    switch (type.kind) {
      case Kind::kString:
        return json::Value::String(StringFor(type));
      case Kind::kInteger:
      case Kind::kLong:
        return json::Value::Number(type.minimum == kNoMinimum ? 1 : type.minimum);
      case Kind::kDouble:
        return json::Parse("3.5");
      case Kind::kBoolean:
        return json::Value::Bool(true);
      case Kind::kBlob:
        return json::Value::String("aGk=");
      case Kind::kTimestamp:
        return json::Value::String("2026-01-30T08:30:00Z");
      case Kind::kEnum:
        return json::Value::String(ValuesOf(type).front());
      case Kind::kList: {
        json::Value list = json::Value::Array();
        list.Append(Of(TypeOf(type.element), depth + 1));
        return list;
      }
      case Kind::kMap: {
        json::Value map = json::Value::Object();
        map.SetNamed("k", Of(TypeOf(type.element), depth + 1));
        return map;
      }
      case Kind::kStructure:
      case Kind::kUnion:
        return Object(type, depth);
    }
    return {};
  }

  static std::string StringFor(const Type& type) {
    if (type.pattern.empty()) return "text";
    if (type.pattern == "[0-9]{12}$") return "111122223333";
    // The pattern itself, with its variable parts filled in, is a text that matches it.
    std::string text;
    for (std::size_t i = 0; i < type.pattern.size(); ++i) {
      const char c = type.pattern[i];
      if (c == '(' || c == ')' || c == '+' || c == '*') continue;
      if (c == '.') {
        text += 'x';
      } else if (c == '[') {
        const std::size_t close = type.pattern.find(']', i);
        i = close;
        const bool counted = type.pattern.substr(close + 1, 1) == "{";
        text += counted ? "111122223333" : type.pattern.substr(close + 1, 1) == "*" ? "" : "1";
        if (counted) i = type.pattern.find('}', close);
      } else {
        text += c;
      }
    }
    return text;
  }

 private:
  json::Value Object(const Type& type, int depth) const {
    json::Value object = json::Value::Object();
    for (const Member& member : MembersOf(type)) {
      const bool wanted = member.required || (all_members_ && depth < 8) ||
                          (type.kind == Kind::kUnion && object.node().MemberCount() == 0);
      if (!wanted || member.location != Location::kBody) continue;
      if (type.kind == Kind::kUnion && object.node().MemberCount() == 1) continue;
      object.Set(member.key, Of(TypeOf(member.type), depth + 1));
    }
    return object;
  }

  bool all_members_;
};

struct Call82 {
  std::string target;
  std::string body;
};

Call82 MakeCall(const Operation& operation, bool all_members) {
  const Type& input = TypeOf(operation.input);
  Call82 call;
  for (std::size_t i = 0; i < operation.uri.size(); ++i) {
    if (operation.uri[i] != '{') {
      call.target += operation.uri[i];
      continue;
    }
    const std::size_t close = operation.uri.find('}', i);
    const Member* member = FindMember(input, operation.uri.substr(i + 1, close - i - 1));
    const Type& type = TypeOf(member->type);
    call.target += type.pattern.empty() ? "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-x:y"
                                        : Sample::StringFor(type);
    i = close;
  }
  char separator = '?';
  for (const Member& member : MembersOf(input)) {
    if (member.location != Location::kQuery || !(member.required || all_members)) continue;
    if (member.key.name == "nextToken") continue;  // only the server can make one
    const Type& type = TypeOf(member.type);
    const Type& single = type.kind == Kind::kList ? TypeOf(type.element) : type;
    const json::Value value = Sample(false).Of(single);
    call.target +=
        separator + std::string(member.key.name) + "=" +
        (value.node().IsString() ? std::string(json::StringOf(value)) : json::Write(value).json);
    separator = '&';
  }
  call.body = json::Write(Sample(all_members).Of(input)).json;
  return call;
}

class WalkTest : public WorldTest, public testing::WithParamInterface<std::size_t> {
 protected:
  const Operation& operation_ = Operations()[GetParam()];

  Answer Send(const Call82& call) { return world_.Call(operation_.method, call.target, call.body); }
  // A valid request gets past validation: it is served, refused by a rule, or not yet implemented.
  void ExpectPastValidation(const Answer& answer) {
    if (!IsImplemented(operation_)) {
      ExpectError(answer, 501, "NotImplementedException", operation_.name);
      return;
    }
    EXPECT_LT(answer.status, 500) << answer.body;
    EXPECT_EQ(answer.message.find("is required, but"), std::string::npos) << answer.body;
    if (answer.error.empty()) {
      EXPECT_EQ(answer.status, operation_.status);
    }
  }
};

TEST_P(WalkTest, AMinimalValidRequestIsRoutedAndValidated) {
  ExpectPastValidation(Send(MakeCall(operation_, false)));
}

TEST_P(WalkTest, AMaximalValidRequestIsRoutedAndValidated) {
  ExpectPastValidation(Send(MakeCall(operation_, true)));
}

TEST_P(WalkTest, EachMissingMemberIsNamed) {
  const Call82 call = MakeCall(operation_, false);
  for (const Member& member : MembersOf(TypeOf(operation_.input))) {
    if (!member.required || member.location != Location::kBody) continue;
    json::Value body = json::Parse(call.body);
    body.Remove(member.key);
    ExpectError(Send({call.target, json::Write(body).json}), 400, "BadRequestException",
                std::string(member.key.name) + ": is required");
  }
}

TEST_P(WalkTest, EachMemberOfAnotherTypeIsNamed) {
  const Call82 call = MakeCall(operation_, true);
  for (const Member& member : MembersOf(TypeOf(operation_.input))) {
    if (member.location != Location::kBody) continue;
    json::Value body = json::Parse(call.body);
    const bool is_text =
        TypeOf(member.type).kind == Kind::kString || TypeOf(member.type).kind == Kind::kEnum;
    body.Set(member.key, is_text ? json::Value::Number(7) : json::Value::String("seven"));
    ExpectError(Send({call.target, json::Write(body).json}), 400, "BadRequestException",
                std::string(member.key.name) + ": must be ");
  }
}

TEST_P(WalkTest, AnEmptyLabelIsRefusedByItsName) {
  std::string target;
  std::string label;
  for (std::size_t i = 0; i < operation_.uri.size(); ++i) {
    if (operation_.uri[i] == '{') {
      const std::size_t close = operation_.uri.find('}', i);
      if (label.empty()) label = operation_.uri.substr(i + 1, close - i - 1);
      i = close;
    } else {
      target += operation_.uri[i];
    }
  }
  if (label.empty()) return;  // a path without labels has no empty one: nothing to test
  const Call82 call = MakeCall(operation_, false);
  ExpectError(Send({target, call.body}), 400, "BadRequestException", label);
}

TEST_P(WalkTest, BrokenJsonIsRefusedWhereABodyIsRead) {
  const auto members = MembersOf(TypeOf(operation_.input));
  const bool has_body = std::any_of(members.begin(), members.end(), [](const Member& member) {
    return member.location == Location::kBody;
  });
  const Answer answer = Send({MakeCall(operation_, false).target, "{\"a\":"});
  if (has_body) {
    ExpectError(answer, 400, "BadRequestException", "not valid JSON");
  } else {
    ExpectPastValidation(answer);
  }
}

INSTANTIATE_TEST_SUITE_P(All, WalkTest, testing::Range<std::size_t>(0, kServiceOperationCount),
                         [](const auto& info) {
                           return std::string(Operations()[info.param].name);
                         });

TEST(Registry, Implements17OfThe82) {
  int implemented = 0;
  for (const Operation& operation : Operations().first(kServiceOperationCount)) {
    implemented += IsImplemented(operation) ? 1 : 0;
  }
  EXPECT_EQ(implemented, 17);
}

}  // namespace
}  // namespace mediaconnect
