#include "api/contract/tablegen/rule_lists.h"

namespace mediaconnect::tablegen {
namespace {

// $list is "faults", $List "Faults", $Rule "Fault"; $prefix "/_mediaconnect"; $floor an attribute.
constexpr const char* kOperations = R"json(
    "List$List": {
      "summary": "The $list, in the order in which they are asked, with their counts.",
      "handler": "ListRules(call, call.steering.$list)",
      "http": "GET $prefix/$list 200", $floor "errors": ["Control"]
    },
    "Add$Rule": {
      "summary": "Adds a rule to the $list, in front of the others.",
      "handler": "AddRule(call, call.steering.$list)",
      "http": "POST $prefix/$list 201", "limit": "1MiB", $floor "errors": ["Control"]
    },
    "Replace$List": {
      "summary": "Puts these $list in place of all.",
      "handler": "ReplaceRules(call, call.steering.$list)",
      "http": "PUT $prefix/$list 200", "limit": "8MiB", $floor "errors": ["Control"]
    },
    "Remove$Rule": {
      "summary": "Removes one of the $list.",
      "handler": "RemoveRule(call, call.steering.$list)",
      "http": "DELETE $prefix/$list/{id} 204", $floor "errors": ["Control", "NotFoundException"]
    },
    "Remove$List": {
      "summary": "Removes all $list.",
      "handler": "RemoveRules(call, call.steering.$list)",
      "http": "DELETE $prefix/$list 204", $floor "errors": ["Control"]
    })json";

// A rule that comes back in a PUT may have what the server had added.
constexpr const char* kStructures = R"json(
    "Listed$Rule": {"id!": "String", $members, "matched!": "Long", "fired!": "Long"},
    "Returned$Rule": {"id": "String 1..128", $members, "matched": "Long", "fired": "Long"},
    "List$ListRequest": {},
    "List$ListResponse": {"$list!": "[Listed$Rule]"},
    "Add$RuleRequest": {"rule!": "payload $Rule"},
    "Add$RuleResponse": {"rule!": "payload Listed$Rule"},
    "Replace$ListRequest": {"$list!": "[Returned$Rule]"},
    "Replace$ListResponse": {"$list!": "[Listed$Rule]"},
    "Remove$RuleRequest": {"id!": "path String"},
    "Remove$ListRequest": {})json";

std::string Replaced(std::string text, const std::string& placeholder, const std::string& value) {
  for (std::size_t at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size())) {
    text.replace(at, placeholder.size(), value);
  }
  return text;
}

const Json& Section(const Json& model, const char* name) {
  static const Json kNone(rapidjson::kObjectType);
  const auto found = model.FindMember(name);
  return found == model.MemberEnd() ? kNone : found->value;
}

std::string Text(const Json& list, const char* attribute) {
  const auto found = list.FindMember(attribute);
  return found == list.MemberEnd() ? "" : found->value.GetString();
}

// The rule's members as the text of members.
std::string MembersOf(const std::string& place, const Json& model, const std::string& rule) {
  const Json& structures = Section(model, "structures");
  const auto found = structures.FindMember(rule.c_str());
  if (found == structures.MemberEnd()) Fail(place, "there is no structure '" + rule + "'");
  if (Text(found->value, "ttl") != "Duration")
    Fail(rule, R"(a rule has the member "ttl": "Duration")");
  std::string members;
  for (const auto& member : found->value.GetObject()) {
    members.append(members.empty() ? "\"" : ", \"").append(member.name.GetString());
    members.append("\": \"").append(member.value.GetString()).append("\"");
  }
  return members;
}

// The attribute of the operations of a list whose rules are of the server's floor.
std::string FloorOf(const Json& list) {
  const std::string floor = Text(list, "floor");
  return floor.empty() ? "" : R"("floor": ")" + floor + "\",";
}

}  // namespace

std::string ModelOfRuleLists(const Json& model) {
  std::string operations;
  std::string structures;
  for (const auto& entry : Section(model, "ruleLists").GetObject()) {
    const std::string name = entry.name.GetString();
    const std::string rule = Text(entry.value, "rule");
    const Json& prefixes = Section(model, "prefixes");
    if (prefixes.ObjectEmpty()) Fail("ruleLists." + name, "the model has no prefix of its paths");
    std::string capitalized = name;
    capitalized.front() = static_cast<char>(capitalized.front() - ('a' - 'A'));
    const auto fill = [&](std::string text) {
      text = Replaced(std::move(text), "$list", name);
      text = Replaced(std::move(text), "$List", capitalized);
      text = Replaced(std::move(text), "$Rule", rule);
      text = Replaced(std::move(text), "$prefix", prefixes.MemberBegin()->name.GetString());
      text = Replaced(std::move(text), "$floor", FloorOf(entry.value));
      return Replaced(std::move(text), "$members", MembersOf("ruleLists." + name, model, rule));
    };
    operations.append(operations.empty() ? "" : ",").append(fill(kOperations));
    structures.append(structures.empty() ? "" : ",").append(fill(kStructures));
  }
  if (operations.empty()) return "";
  return "{\"operations\": {" + operations + "}, \"structures\": {" + structures + "}}";
}

}  // namespace mediaconnect::tablegen
