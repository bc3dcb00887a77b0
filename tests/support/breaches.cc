#include "tests/support/breaches.h"

#include <vector>

#include "api/contract/message.h"
#include "api/contract/validate.h"
#include "tests/support/requests.h"

namespace mediaconnect {
namespace {

using json::Value;

bool IsWholeNumber(const Type& type) {
  return type.kind == Kind::kInteger || type.kind == Kind::kLong;
}

char SwapCase(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c;
}

Value Repeated(const Type& element, std::int64_t count) {
  Value list = Value::Array();
  for (std::int64_t i = 0; i < count; ++i) list.Append(MinimalValue(element));
  return list;
}

// A value and what is wrong with it, without its path.
struct Wrong {
  Value value;
  std::string rule;
};

// The texts that just break a string's pattern or length.
std::vector<Wrong> WrongTexts(const Type& type) {
  std::vector<Wrong> wrong;
  if (!type.pattern.empty()) {
    const std::string right = TextFor(type.pattern);
    for (const std::string& text :
         {std::string("x"), right.substr(0, right.size() / 2), "x" + right}) {
      wrong.push_back({Value::String(text), "\"" + text + "\""});
    }
    wrong.push_back({Value::String(right + std::string(kLongestArn, 'a')), "2048"});
  }
  if (type.minimum > 0) {
    wrong.push_back({Value::String(std::string(static_cast<std::size_t>(type.minimum - 1), 'x')),
                     std::to_string(type.minimum - 1) + " characters"});
  }
  if (type.maximum != kNoMaximum) {
    wrong.push_back({Value::String(std::string(static_cast<std::size_t>(type.maximum + 1), 'x')),
                     std::to_string(type.maximum + 1) + " characters"});
  }
  return wrong;
}

// The numbers just outside of a range.
std::vector<Wrong> WrongNumbers(const Type& type) {
  std::vector<Wrong> wrong;
  if (type.minimum != kNoMinimum) {
    wrong.push_back({Value::Number(type.minimum - 1), std::to_string(type.minimum - 1)});
  }
  if (type.maximum != kNoMaximum) {
    wrong.push_back({Value::Number(type.maximum + 1), std::to_string(type.maximum + 1)});
  }
  return wrong;
}

// Values of another JSON type, and numbers that do not fit.
std::vector<Wrong> WrongTypes(const Type& type) {
  const auto wrong = [](const std::string& rule, std::initializer_list<const char*> values) {
    std::vector<Wrong> list;
    for (const char* value : values) list.push_back({json::Parse(value), rule});
    return list;
  };
  switch (type.kind) {
    case Kind::kString:
    case Kind::kEnum:
      return wrong("string", {"7", "true", "[\"a\"]", "{}"});
    case Kind::kBlob:
      return wrong("base64 string", {"7", "true", "[]", "{}"});
    case Kind::kTimestamp:
      return wrong("ISO 8601 timestamp", {"1790000000", "true", "[]", "{}"});
    case Kind::kInteger: {
      auto list = wrong("whole number", {"\"7\"", "true", "[1]", "{}", "1.5"});
      list.push_back({json::Parse("2147483648"), "2147483648"});
      list.push_back({json::Parse("-2147483649"), "-2147483649"});
      return list;
    }
    case Kind::kLong: {
      auto list = wrong("whole number", {"\"7\"", "true", "[1]", "{}", "1.5"});
      list.push_back({json::Parse("9223372036854775808"), "9223372036854775808"});
      return list;
    }
    case Kind::kDouble:
      return wrong("number", {"\"3.5\"", "true", "[]", "{}"});
    case Kind::kBoolean:
      return wrong("boolean", {"\"true\"", "1", "[]", "{}"});
    case Kind::kList:
      return wrong("list", {"\"a\"", "7", "true", "{}"});
    case Kind::kMap:
    case Kind::kStructure:
    case Kind::kUnion:
      return wrong("object", {"\"a\"", "7", "true", "[]"});
    case Kind::kDuration:
      return wrong("duration", {"7", "true", "[]", "{}"});
    case Kind::kDocument:  // any value is one
    case Kind::kBytes:     // of no operation yet
      return {};
  }
  return {};
}

// In a query everything is text, so only text can be wrong.
std::vector<Wrong> WrongQueryTypes(const Type& type) {
  std::vector<Wrong> wrong;
  const char* rule = type.kind == Kind::kBoolean ? "boolean" : "whole number";
  if (IsWholeNumber(type) || type.kind == Kind::kBoolean) {
    for (const char* text : {"", "seven", "1x", " 1", "1.5", "TRUE", "99999999999999999999"}) {
      wrong.push_back({Value::String(text), rule});
    }
  }
  return wrong;
}

class Variants {
 public:
  // Puts a value into an otherwise minimal input.
  using Wrap = std::function<Value(Value)>;

  Variants(const std::function<void(const json::Node&)>& valid,
           const std::function<void(const Breach&)>& breach)
      : valid_(valid), breach_(breach) {}

  void Visit(const Type& type, Location location, const std::string& path, const Wrap& wrap) const {
    if (location == Location::kBody) Break(path, WrongTypes(type), wrap);
    if (location == Location::kQuery) Break(path, WrongQueryTypes(type), wrap);
    switch (type.kind) {
      case Kind::kString:
        return VisitString(type, path, wrap);
      case Kind::kInteger:
      case Kind::kLong:
        return VisitNumber(type, location, path, wrap);
      case Kind::kEnum:
        return VisitEnum(type, path, wrap);
      case Kind::kTimestamp:
        return Break(path, Single(Value::String("yesterday"), "\"yesterday\""), wrap);
      case Kind::kDuration:
        return Break(path, Single(Value::String("soon"), "\"soon\""), wrap);
      case Kind::kBlob:
        return Break(path, Single(Value::String("a?"), "\"a?\""), wrap);
      case Kind::kList:
        return VisitList(type, location, path, wrap);
      case Kind::kMap:
        return VisitMap(type, path, wrap);
      case Kind::kStructure:
        return VisitStructure(type, path, wrap);
      case Kind::kUnion:
        return VisitUnion(type, path, wrap);
      case Kind::kDouble:
        Break(path, WrongNumbers(type), wrap);
        return valid_(wrap(Value::Number(type.minimum == kNoMinimum ? 2 : type.minimum)));
      case Kind::kBoolean:
        return valid_(wrap(Value::Bool(false)));
      case Kind::kDocument:
      case Kind::kBytes:
        return;
    }
  }

  void VisitStructure(const Type& type, const std::string& path, const Wrap& wrap) const {
    for (const Member& member : MembersOf(type)) {
      if (member.key.name == "nextToken") continue;  // only the server can make one
      const bool is_payload = member.location == Location::kPayload;
      const std::string inner = is_payload ? path : Path(path, member.key);
      const Wrap wrap_member = [&](Value value) {
        Value object = MinimalValue(type);
        object.Set(member.key, std::move(value));
        return wrap(std::move(object));
      };
      if (member.required && member.location != Location::kPath && !is_payload) {
        Value without = MinimalValue(type);
        without.Remove(member.key);
        breach_({wrap(std::move(without)), inner, "is required"});
        if (member.location == Location::kBody) breach_({wrap_member({}), inner, "is required"});
      }
      valid_(wrap_member(MinimalValue(TypeOf(member.type))));
      Visit(TypeOf(member.type), member.location, inner, wrap_member);
    }
  }

 private:
  static std::vector<Wrong> Single(Value value, std::string rule) {
    std::vector<Wrong> list;
    list.push_back({std::move(value), std::move(rule)});
    return list;
  }

  void Break(const std::string& path, std::vector<Wrong> wrong, const Wrap& wrap) const {
    for (Wrong& one : wrong) breach_({wrap(std::move(one.value)), path, one.rule});
  }

  void VisitString(const Type& type, const std::string& path, const Wrap& wrap) const {
    Break(path, WrongTexts(type), wrap);
    if (type.maximum == kNoMaximum) return;
    for (const std::int64_t length : {type.minimum, type.maximum}) {
      std::string text;  // a length counts characters, not bytes
      for (std::int64_t i = 0; i < length; ++i) text += "é";
      valid_(wrap(Value::String(text)));
    }
  }

  void VisitNumber(const Type& type, Location location, const std::string& path,
                   const Wrap& wrap) const {
    Break(path, WrongNumbers(type), wrap);
    if (type.minimum != kNoMinimum) valid_(wrap(Value::Number(type.minimum)));
    if (type.maximum != kNoMaximum) valid_(wrap(Value::Number(type.maximum)));
    if (location == Location::kBody && type.minimum == kNoMinimum) valid_(wrap(json::Parse("2.0")));
  }

  void VisitEnum(const Type& type, const std::string& path, const Wrap& wrap) const {
    for (const std::string_view value : ValuesOf(type)) valid_(wrap(Value::String(value)));
    std::string other_case(ValuesOf(type).front());
    for (char& c : other_case) c = SwapCase(c);
    for (const std::string& text : {std::string("NOT_LISTED"), std::string(), other_case}) {
      Break(path, Single(Value::String(text), "\"" + text + "\""), wrap);
    }
  }

  void VisitList(const Type& type, Location location, const std::string& path,
                 const Wrap& wrap) const {
    const Type& element = TypeOf(type.element);
    if (type.minimum > 0 && location == Location::kBody) {
      Break(path, Single(Value::Array(), "0 elements"), wrap);
    }
    if (type.maximum != kNoMaximum) {
      valid_(wrap(Repeated(element, type.maximum)));
      Break(path,
            Single(Repeated(element, type.maximum + 1),
                   std::to_string(type.maximum + 1) + " elements"),
            wrap);
    }
    const Wrap wrap_element = [&](Value value) {
      Value list = Value::Array();
      list.Append(MinimalValue(element));
      list.Append(std::move(value));
      return wrap(std::move(list));
    };
    if (location == Location::kBody) Break(path + "[1]", Single({}, "null"), wrap_element);
    const bool is_payload = location == Location::kPayload;
    Visit(element, is_payload ? Location::kBody : location, path + "[1]", wrap_element);
  }

  void VisitMap(const Type& type, const std::string& path, const Wrap& wrap) const {
    Visit(TypeOf(type.element), Location::kBody, path + ".key", [&](Value value) {
      Value map = Value::Object();
      map.SetNamed("key", std::move(value));
      return wrap(std::move(map));
    });
  }

  void VisitUnion(const Type& type, const std::string& path, const Wrap& wrap) const {
    if (!path.empty()) breach_({wrap(Value::Object()), path, "0"});
    const auto members = MembersOf(type);
    for (std::size_t i = 0; i < members.size(); ++i) {
      const Wrap wrap_member = [&](Value value) {
        Value alternative = Value::Object();
        alternative.Set(members[i].key, std::move(value));
        return wrap(std::move(alternative));
      };
      valid_(wrap_member(MinimalValue(TypeOf(members[i].type))));
      Visit(TypeOf(members[i].type), Location::kBody, Path(path, members[i].key), wrap_member);
      if (i == 0 || path.empty()) continue;
      Value two = Value::Object();
      two.Set(members[0].key, MinimalValue(TypeOf(members[0].type)));
      two.Set(members[i].key, MinimalValue(TypeOf(members[i].type)));
      breach_({wrap(std::move(two)), path, "2"});
    }
  }

  const std::function<void(const json::Node&)>& valid_;
  const std::function<void(const Breach&)>& breach_;
};

}  // namespace

void ForEachVariant(const Operation& operation,
                    const std::function<void(const json::Node& input)>& valid,
                    const std::function<void(const Breach&)>& breach) {
  Variants(valid, breach).VisitStructure(TypeOf(operation.input), "", [](Value input) {
    return input;
  });
}

}  // namespace mediaconnect
