#include "api/contract/validate.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "api/contract/error.h"
#include "api/contract/message.h"
#include "api/contract/pattern.h"
#include "api/contract/quantity.h"
#include "api/contract/timestamp.h"
#include "api/contract/utf8.h"

namespace mediaconnect {
namespace {

using json::Node;

// Where in the document the walk is; spelt out only when something is wrong there.
struct Place {
  const Place* parent = nullptr;
  std::string_view name;  // of a member, or
  std::int64_t index = -1;

  std::string Path() const {
    if (parent == nullptr) return "";
    std::string path = parent->Path();
    if (index >= 0) return path + "[" + std::to_string(index) + "]";
    if (!path.empty()) path += ".";
    return path.append(name);
  }
};

// A value, for a message.
std::string Describe(const Node& node) {
  if (node.IsObject()) return "an object";
  if (node.IsArray()) return "a list";
  if (node.IsString()) return Quote(json::StringOf(node));
  return json::Write(node).json;
}

class Walk {
 public:
  enum class What : std::uint8_t {
    kRequest,        // unknown and null members are taken out
    kStrictRequest,  // they are mistakes
    kReply,          // they are mistakes, and so is 1.0 for 1
  };

  explicit Walk(What what, IgnoredMembers* ignored = nullptr) : what_(what), ignored_(ignored) {}

  void Check(const Type& type, Node& node, const Place& place) const {
    switch (type.kind) {
      case Kind::kString:
        return CheckString(type, node, place);
      case Kind::kInteger:
      case Kind::kLong:
        return CheckInteger(type, node, place);
      case Kind::kDouble:
        return CheckDouble(type, node, place);
      case Kind::kBoolean:
        return Require(node.IsBool(), "a boolean", node, place);
      case Kind::kBlob:
        return CheckBlob(node, place);
      case Kind::kTimestamp:
        return CheckTimestamp(node, place);
      case Kind::kDuration:
        return CheckDuration(node, place);
      case Kind::kEnum:
        return CheckEnum(type, node, place);
      case Kind::kList:
        return CheckList(type, node, place);
      case Kind::kMap:
        return CheckMap(type, node, place);
      case Kind::kStructure:
      case Kind::kUnion:
        return CheckStructure(type, node, place);
      case Kind::kDocument:
        return;
      case Kind::kBytes:
        return CheckRange(type, static_cast<std::int64_t>(node.GetStringLength()), "bytes", place);
    }
  }

 private:
  [[noreturn]] static void Refuse(const Place& place, const std::string& what) {
    const std::string path = place.Path();
    throw BadRequest((path.empty() ? "The request body" : path) + ": " + what);
  }

  static void Require(bool right, std::string_view expected, const Node& node, const Place& place) {
    if (right) return;
    Refuse(place, std::string("must be ").append(expected).append(", not ").append(Describe(node)));
  }

  static void CheckRange(const Type& type, std::int64_t size, std::string_view unit,
                         const Place& place) {
    const auto suffix = unit.empty() ? "" : " " + std::string(unit);
    if (size < type.minimum) {
      Refuse(place, std::to_string(size) + suffix + " is below the minimum of " +
                        std::to_string(type.minimum) + suffix);
    }
    if (size > type.maximum) {
      Refuse(place, std::to_string(size) + suffix + " is above the maximum of " +
                        std::to_string(type.maximum) + suffix);
    }
  }

  static void CheckDouble(const Type& type, const Node& node, const Place& place) {
    Require(node.IsNumber(), "a number", node, place);
    const double number = node.GetDouble();
    if (type.minimum != kNoMinimum && number < static_cast<double>(type.minimum)) {
      Refuse(place, Describe(node) + " is below the minimum of " + std::to_string(type.minimum));
    }
    if (type.maximum != kNoMaximum && number > static_cast<double>(type.maximum)) {
      Refuse(place, Describe(node) + " is above the maximum of " + std::to_string(type.maximum));
    }
  }

  static void CheckString(const Type& type, const Node& node, const Place& place) {
    Require(node.IsString(), "a string", node, place);
    const std::string_view text = json::StringOf(node);
    if (type.minimum != kNoMinimum || type.maximum != kNoMaximum) {
      CheckRange(type, static_cast<std::int64_t>(CodePointCount(text)), "characters", place);
    }
    if (type.pattern.empty()) return;
    CheckArnLength(text, place);
    if (!MatchesPattern(type.pattern, text)) {
      Refuse(place, Quote(text) + " does not match the pattern " + std::string(type.pattern));
    }
  }

  static void CheckArnLength(std::string_view text, const Place& place) {
    if (text.size() <= kLongestArn) return;
    Refuse(place, "is longer than " + std::to_string(kLongestArn) + " bytes");
  }

  void CheckInteger(const Type& type, Node& node, const Place& place) const {
    Require(node.IsNumber(), "a whole number", node, place);
    if (node.IsDouble() && what_ != What::kReply) {  // decision 13: 1.0 counts as 1
      const double number = node.GetDouble();
      Require(number == std::floor(number), "a whole number", node, place);
      if (std::abs(number) < 9e15) node.SetInt64(static_cast<std::int64_t>(number));
    }
    constexpr std::int64_t kLargest = std::numeric_limits<std::int32_t>::max();
    const bool fits =
        node.IsInt64() && (type.kind == Kind::kLong ||
                           (node.GetInt64() <= kLargest && node.GetInt64() >= -kLargest - 1));
    if (!fits) {
      Refuse(place, Describe(node) + " is not a " + (type.kind == Kind::kLong ? "64" : "32") +
                        "-bit whole number");
    }
    CheckRange(type, node.GetInt64(), "", place);
  }

  static void CheckBlob(const Node& node, const Place& place) {
    Require(node.IsString(), "a base64 string", node, place);
    const std::string_view text = json::StringOf(node);
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    if (text.size() % 4 != 0 || text.find_first_not_of(kAlphabet) != std::string_view::npos) {
      Refuse(place, Quote(text) + " is not valid base64");
    }
  }

  static void CheckDuration(const Node& node, const Place& place) {
    const std::string expected = "a duration such as " + std::string(kDurationExamples);
    Require(node.IsString() && ParseDuration(json::StringOf(node)), expected, node, place);
  }

  static void CheckTimestamp(const Node& node, const Place& place) {
    Require(node.IsString(), "an ISO 8601 timestamp", node, place);
    if (!IsTimestamp(json::StringOf(node))) {
      Refuse(place,
             Quote(json::StringOf(node)) + " is not a timestamp (example: 2026-01-30T08:30:00Z)");
    }
  }

  static void CheckEnum(const Type& type, const Node& node, const Place& place) {
    Require(node.IsString(), "a string", node, place);
    std::string listed;
    for (const std::string_view value : ValuesOf(type)) {
      if (value == json::StringOf(node)) return;
    }
    for (const std::string_view value : ValuesOf(type)) {
      listed.append(listed.empty() ? "" : ", ").append(value);
    }
    Refuse(place, Quote(json::StringOf(node)) + " must be one of " + listed);
  }

  void CheckList(const Type& type, Node& node, const Place& place) const {
    Require(node.IsArray(), "a list", node, place);
    CheckRange(type, node.Size(), "elements", place);
    const Type& element = TypeOf(type.element);
    std::int64_t index = 0;
    for (Node& item : node.GetArray()) Check(element, item, Place{&place, {}, index++});
  }

  void CheckMap(const Type& type, Node& node, const Place& place) const {
    Require(node.IsObject(), "an object", node, place);
    const Type& element = TypeOf(type.element);
    for (auto member = node.MemberBegin(); member != node.MemberEnd(); ++member) {
      Check(element, member->value, Place{&place, json::StringOf(member->name)});
    }
  }

  void CheckStructure(const Type& type, Node& node, const Place& place) const {
    Require(node.IsObject(), "an object", node, place);
    if (what_ == What::kRequest) {
      Prune(node, type, place);
    } else {
      RefuseUnknown(type, node, place);
    }
    std::size_t known = 0;
    for (const Member& member : MembersOf(type)) {
      const auto found = node.FindMember(Node(rapidjson::StringRef(
          member.key.name.data(), static_cast<rapidjson::SizeType>(member.key.name.size()))));
      if (found == node.MemberEnd()) {
        if (member.required) Refuse(Place{&place, NameOf(member)}, "is required");
        continue;
      }
      ++known;
      const Place here{&place, NameOf(member)};
      Check(TypeOf(member.type), found->value, here);
      // Some labels have no pattern to be matched, but name a resource all the same.
      if (member.location == Location::kPath) CheckArnLength(json::StringOf(found->value), here);
    }
    if (type.kind == Kind::kUnion && known != 1) {
      Refuse(place, "must have exactly one of " + NamesOf(type) + ", not " + std::to_string(known));
    }
  }

  // "by or to".
  static std::string NamesOf(const Type& type) {
    std::vector<std::string_view> names;
    for (const Member& member : MembersOf(type)) names.push_back(member.key.name);
    return JoinWithOr(names);
  }

  // A payload is the body itself: its path is empty, and "[1].name" is the name of its second item.
  static std::string_view NameOf(const Member& member) {
    return member.location == Location::kPayload ? std::string_view() : member.key.name;
  }

  // Takes out what the service would not read: null members, and unknown ones (decision 13).
  void Prune(Node& node, const Type& type, const Place& place) const {
    for (auto member = node.MemberBegin(); member != node.MemberEnd();) {
      const bool known = FindMember(type, json::StringOf(member->name)) != nullptr;
      if (known && !member->value.IsNull()) {
        ++member;
      } else {
        if (!known && ignored_ != nullptr) {
          ignored_->Add([&] { return Place{&place, json::StringOf(member->name)}.Path(); });
        }
        member = node.RemoveMember(member);  // swaps the last one in: no quadratic cost
      }
    }
  }

  static void RefuseUnknown(const Type& type, const Node& node, const Place& place) {
    for (const auto& member : node.GetObject()) {
      if (FindMember(type, json::StringOf(member.name)) != nullptr) continue;
      throw UnknownMember(Place{&place, json::StringOf(member.name)}.Path(), type);
    }
  }

  What what_;
  IgnoredMembers* ignored_;
};

}  // namespace

ApiError UnknownMember(const std::string& path, const Type& type) {
  std::string known;
  for (const Member& member : MembersOf(type)) {
    if (member.location == Location::kPath || member.location == Location::kPayload) continue;
    known.append(known.empty() ? "expected " : " or ").append(member.key.name);
  }
  return BadRequest(path + ": unknown member; " +
                    (known.empty() ? "this operation takes no members" : known));
}

void ValidateInput(TypeId type, json::Value& input, UnknownMembers unknown,
                   IgnoredMembers* ignored) {
  const bool strict = unknown == UnknownMembers::kRefused;
  Walk(strict ? Walk::What::kStrictRequest : Walk::What::kRequest, ignored)
      .Check(TypeOf(type), input.mutable_node(), Place{});
}

std::string CheckOutput(TypeId type, json::Value& output) {
  try {
    Walk(Walk::What::kReply).Check(TypeOf(type), output.mutable_node(), Place{});
  } catch (const ApiError& mistake) {
    return mistake.message;
  }
  return "";
}

}  // namespace mediaconnect
