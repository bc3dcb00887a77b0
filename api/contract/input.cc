#include "api/contract/input.h"

#include <algorithm>
#include <charconv>

#include "api/contract/arn.h"
#include "api/contract/error.h"
#include "api/contract/message.h"
#include "api/contract/uri.h"
#include "api/contract/utf8.h"
#include "api/contract/validate.h"

namespace mediaconnect {
namespace {

bool IsBlank(std::string_view body) {
  return body.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

json::Value ParseBody(std::string_view body) {
  try {
    return json::Parse(body);
  } catch (const json::SyntaxError& mistake) {
    throw BadRequest(std::string("The request body is not valid JSON: ") + mistake.what());
  }
}

json::Value ReadBody(std::string_view body) {
  // Decision 13: an empty body counts as {}. SDKs send none if an input has no body members.
  if (IsBlank(body)) return json::Value::Object();
  json::Value value = ParseBody(body);
  if (!value.node().IsObject()) throw BadRequest("The request body must be a JSON object");
  return value;
}

// A body that is one member's value, and not an object of several.
json::Value ReadPayload(const Member& payload, std::string_view body) {
  json::Value input = json::Value::Object();
  const Kind kind = TypeOf(payload.type).kind;
  if (kind == Kind::kString && !IsUtf8(body))
    throw BadRequest("The request body is not UTF-8 text");
  if (kind == Kind::kString || kind == Kind::kBytes) {
    input.Set(payload.key, body);
  } else if (!IsBlank(body)) {  // else the payload is missing, which is for validation to say
    input.Set(payload.key, ParseBody(body));
  }
  return input;
}

bool HasBodyMembers(const Operation& operation) {
  const auto members = MembersOf(TypeOf(operation.input));
  return std::any_of(members.begin(), members.end(),
                     [](const Member& member) { return IsInBody(member.location); });
}

// What an operation has no use for is not looked at: some clients send "null" or a blank.
bool ReadsBody(const Route& route) {
  return route.IsStrict() || (HasBodyMembers(*route.operation) && !route.is_alias);
}

// A body cannot speak for a label or a query parameter.
void DropOrRefuseMisplacedMembers(const Route& route, json::Value& input) {
  for (const Member& member : MembersOf(TypeOf(route.operation->input))) {
    if (IsInBody(member.location) || !json::Has(input, member.key)) continue;
    if (route.IsStrict()) {
      throw BadRequest(std::string(member.key.name) + ": cannot be given in the body; it belongs " +
                       (member.location == Location::kPath ? "in the path" : "in the query"));
    }
    input.Remove(member.key);
  }
}

json::Value ReadBodyOf(const Route& route, std::string_view body) {
  if (route.operation->control) {
    const Member* payload = PayloadOf(TypeOf(route.operation->input));
    if (payload != nullptr) return ReadPayload(*payload, body);
  }
  json::Value input = ReadsBody(route) ? ReadBody(body) : json::Value::Object();
  DropOrRefuseMisplacedMembers(route, input);
  return input;
}

void ReadLabels(const Route& route, json::Value& input) {
  const Type& shape = TypeOf(route.operation->input);
  for (const Label& label : route.labels) {
    const auto text = PercentDecode(label.raw);
    if (!text) {
      throw BadRequest(std::string(label.name) + ": " + Quote(label.raw) +
                       " is not percent-encoded UTF-8 text");
    }
    if (text->empty()) {
      throw BadRequest(std::string(label.name) + ": is required, but empty in the path");
    }
    input.Set(FindMember(shape, label.name)->key, *text);
  }
}

// One query parameter's text as what its member is. Text that is not such a value stays a string,
// which validation then refuses with the member's path.
json::Value Convert(const Type& type, std::string_view text) {
  if (type.kind == Kind::kInteger || type.kind == Kind::kLong) {
    std::int64_t number = 0;
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    if (result.ec == std::errc() && result.ptr == end) return json::Value::Number(number);
  }
  if (type.kind == Kind::kBoolean && (text == "true" || text == "false")) {
    return json::Value::Bool(text == "true");
  }
  return json::Value::String(text);
}

// SigV4 can put its signature into the query; those parameters belong to no operation.
bool IsOfSignature(std::string_view name) { return name.substr(0, 6) == "X-Amz-"; }

// For a parameter that is not part of the operation's query. `member`: the operation's member with
// this name elsewhere, or nullptr.
void IgnoreOrRefuseParameter(const Route& route, const Member* member, std::string_view name,
                             IgnoredMembers* ignored) {
  if (IsOfSignature(name)) return;
  if (!route.IsStrict()) {
    if (ignored != nullptr) ignored->Add([&] { return "?" + std::string(name); });
    return;
  }
  if (member == nullptr) throw UnknownMember(std::string(name), TypeOf(route.operation->input));
  throw BadRequest(std::string(name) + ": cannot be given in the query; it belongs " +
                   (member->location == Location::kPath ? "in the path" : "in the body"));
}

void ReadQuery(const Route& route, std::string_view raw_query, json::Value& input,
               IgnoredMembers* ignored) {
  const auto parameters = ParseQuery(raw_query);
  if (!parameters) throw BadRequest("The query string is not percent-encoded UTF-8 text");
  const Type& shape = TypeOf(route.operation->input);
  for (const auto& [name, text] : *parameters) {
    const Member* member = FindMember(shape, name);
    if (member == nullptr || !IsInQuery(member->location)) {
      IgnoreOrRefuseParameter(route, member, name, ignored);
      continue;
    }
    const Type& type = TypeOf(member->type);
    if (type.kind == Kind::kList) {
      json::Value list = input.Take(member->key);
      if (list.node().IsNull()) list = json::Value::Array();
      list.Append(Convert(TypeOf(type.element), text));
      input.Set(member->key, std::move(list));
    } else if (json::Has(input, member->key)) {
      throw BadRequest(name + (member->location == Location::kQueryOrBody
                                   ? ": is given more than once in query and body"
                                   : ": is given twice in the query"));
    } else {
      input.Set(member->key, Convert(type, text));
    }
  }
}

}  // namespace

json::Value ReadInput(const Route& route, std::string_view raw_query, std::string_view body,
                      IgnoredMembers* ignored) {
  json::Value input = ReadBodyOf(route, body);
  ReadLabels(route, input);
  if (!raw_query.empty()) ReadQuery(route, raw_query, input, ignored);
  return input;
}

std::optional<std::string> ReadAccount(const Route& route) {
  if (!route.account) return std::nullopt;
  auto account = PercentDecode(*route.account);
  if (account && IsAccountId(*account)) return account;
  throw BadRequest("accountId: " + Quote(account.value_or(std::string(*route.account))) +
                   " in the path must have 12 digits");
}

}  // namespace mediaconnect
