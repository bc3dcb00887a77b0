#include "tests/support/requests.h"

namespace mediaconnect {
namespace {

using json::Value;

std::string PercentEncode(std::string_view text, std::string_view also_plain) {
  constexpr std::string_view kUnreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos || also_plain.find(c) != std::string::npos) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
  }
  return encoded;
}

std::string QueryText(const json::Node& node) {
  return node.IsString() ? std::string(json::StringOf(node)) : json::Write(node).json;
}

// `all_members` or what is required; the rest is the same for both.
Value ValueOf(const Type& type, bool all_members);

Value ObjectOf(const Type& type, bool all_members) {
  Value object = Value::Object();
  for (const Member& member : MembersOf(type)) {
    const bool is_first_of_union = type.kind == Kind::kUnion && object.node().MemberCount() == 0;
    const bool wanted =
        type.kind == Kind::kUnion ? is_first_of_union : member.required || all_members;
    if (!wanted || member.key.name == "nextToken") continue;
    object.Set(member.key, ValueOf(TypeOf(member.type), all_members));
  }
  return object;
}

Value ValueOf(const Type& type, bool all_members) {
  switch (type.kind) {
    case Kind::kString:
      return Value::String(TextFor(type.pattern));
    case Kind::kInteger:
    case Kind::kLong:
      return Value::Number(type.minimum == kNoMinimum ? 1 : type.minimum);
    case Kind::kDouble:
      return type.minimum == kNoMinimum ? json::Parse("3.5") : Value::Number(type.minimum);
    case Kind::kBoolean:
      return Value::Bool(true);
    case Kind::kBlob:
      return Value::String("aGk=");
    case Kind::kTimestamp:
      return Value::String("2026-01-30T08:30:00Z");
    case Kind::kEnum:
      return Value::String(ValuesOf(type).front());
    case Kind::kList: {
      Value list = Value::Array();
      list.Append(ValueOf(TypeOf(type.element), all_members));
      return list;
    }
    case Kind::kMap: {
      Value map = Value::Object();
      map.SetNamed("key", ValueOf(TypeOf(type.element), all_members));
      return map;
    }
    case Kind::kStructure:
    case Kind::kUnion:
      return ObjectOf(type, all_members);
    case Kind::kDuration:
      return Value::String("1s");
    case Kind::kDocument:
      return Value::Object();
    case Kind::kBytes:  // of no operation yet
      return {};
  }
  return {};
}

}  // namespace

WireRequest ToWire(const Operation& operation, const json::Node& input, bool encode_labels) {
  WireRequest request;
  request.method = operation.method;
  for (std::size_t i = 0; i < operation.uri.size(); ++i) {
    if (operation.uri[i] != '{') {
      request.target += operation.uri[i];
      continue;
    }
    const std::size_t close = operation.uri.find('}', i);
    const std::string_view text =
        json::GetString(input, Key{operation.uri.substr(i + 1, close - i - 1)});
    request.target += PercentEncode(text, encode_labels ? "" : ":/");
    i = close;
  }
  Value body = Value::Object();
  char separator = '?';
  const auto add = [&](std::string_view name, const json::Node& value) {
    request.target += separator;
    request.target.append(name).append("=").append(PercentEncode(QueryText(value), ""));
    separator = '&';
  };
  for (const Member& member : MembersOf(TypeOf(operation.input))) {
    const json::Node* value = json::Find(input, member.key);
    if (value == nullptr || member.location == Location::kPath) continue;
    if (member.location == Location::kPayload) {
      request.body = json::Write(*value).json;
    } else if (member.location == Location::kBody) {
      body.Set(member.key, json::Clone(*value));
    } else if (value->IsArray()) {
      for (const json::Node& item : value->GetArray()) add(member.key.name, item);
    } else {
      add(member.key.name, *value);
    }
  }
  if (body.node().MemberCount() > 0) request.body = json::Write(body).json;
  return request;
}

std::string TextFor(std::string_view pattern) {
  if (pattern.empty()) return "text";
  // The pattern itself with its variable parts filled in: `.+` by "x", a class by one of its
  // characters, or by a 12-digit account if it is counted.
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '(' || c == ')' || c == '+' || c == '*' || c == '$') continue;
    if (c == '.') {
      text += 'x';
    } else if (c == '[') {
      i = pattern.find(']', i);
      const std::string_view quantifier = pattern.substr(i + 1, 1);
      if (quantifier == "{") i = pattern.find('}', i);
      text += quantifier == "{" ? "111122223333" : quantifier == "*" ? "" : "1";
    } else {
      text += c;
    }
  }
  return text;
}

Value MinimalValue(const Type& type) { return ValueOf(type, false); }
Value MaximalValue(const Type& type) { return ValueOf(type, true); }

}  // namespace mediaconnect
