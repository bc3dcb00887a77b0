#include "api/contract/tablegen/shapes.h"

#include <vector>

#include "api/contract/tablegen/row.h"

namespace mediaconnect::tablegen {
namespace {

// "1..1000", "1..", "..5" -> the two ends as C++ expressions.
struct Range {
  std::string minimum = "kNoMinimum";
  std::string maximum = "kNoMaximum";
};

Range ParseRange(const std::string& place, const std::string& text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) Fail(place, "'" + text + "' is no range such as 1..1000");
  Range range;
  if (dots > 0) range.minimum = text.substr(0, dots);
  if (dots + 2 < text.size()) range.maximum = text.substr(dots + 2);
  for (const std::string& end : {text.substr(0, dots), text.substr(dots + 2)}) {
    if (end.find_first_not_of("-0123456789") == std::string::npos) continue;
    Fail(place, "'" + text + "' is no range such as 1..1000");
  }
  return range;
}

const std::map<std::string, std::string> kPlainKinds = {
    {"String", "kString"},       {"Integer", "kInteger"},   {"Long", "kLong"},
    {"Double", "kDouble"},       {"Boolean", "kBoolean"},   {"Blob", "kBlob"},
    {"Timestamp", "kTimestamp"}, {"Duration", "kDuration"}, {"Document", "kDocument"},
    {"Bytes", "kBytes"}};

// How the text of a member's type begins where it is not in the body.
const std::map<std::string, std::string> kLocations = {{"path", "kPath"},
                                                       {"query", "kQuery"},
                                                       {"query-or-body", "kQueryOrBody"},
                                                       {"payload", "kPayload"},
                                                       {"stream", "kStream"}};

}  // namespace

struct Shapes::TypeRow {
  std::string kind;
  std::string name;
  std::string pattern = {};
  Range range = {};
  std::string element = "kNoType";
  std::size_t first = 0;
  std::size_t count = 0;

  std::string Text() const {
    return Row()
        .Add("kind", "Kind::" + kind)
        .AddText("name", name)
        .AddText("pattern", pattern)
        .Add("minimum", range.minimum)
        .Add("maximum", range.maximum)
        .Add("element", element)
        .Add("first", first)
        .Add("count", count)
        .Text();
  }
};

// "flowArn!": "path String" taken apart.
struct Shapes::MemberSpec {
  std::string name;
  bool required;
  std::string location = "kBody";
  std::string spec;
  bool is_token;

  MemberSpec(const std::string& given_name, const std::string& text)
      : name(given_name), required(given_name.back() == '!'), spec(text) {
    if (required) name.pop_back();
    const auto elsewhere = kLocations.find(spec.substr(0, spec.find(' ')));
    if (elsewhere != kLocations.end()) {
      location = elsewhere->second;
      spec = spec.substr(spec.find(' ') + 1);
    }
    const std::size_t token = spec.rfind(" token");
    is_token = token != std::string::npos;
    if (is_token) spec = spec.substr(0, token);
  }

  bool IsPayload() const { return location == "kPayload" || location == "kStream"; }
  bool IsInBody() const { return location == "kBody" || location == "kQueryOrBody"; }
};

const Shapes::Payload* Shapes::PayloadOf(const std::string& structure) const {
  const auto found = payloads_.find(structure);
  return found == payloads_.end() ? nullptr : &found->second;
}

std::size_t Shapes::TypeOf(const std::string& place, const std::string& spec) {
  const auto known = ids_.find(spec);
  if (known != ids_.end()) return known->second;
  const std::size_t id = tables_.type_rows.size();
  ids_[spec] = id;
  tables_.type_rows.emplace_back();  // reserved before the recursion below, for shapes that nest
  tables_.type_rows[id] = MakeType(place, spec).Text();
  return id;
}

Shapes::TypeRow Shapes::MakeType(const std::string& place, const std::string& spec) {
  if (spec.front() == '[' || spec.front() == '{') return MakeContainer(place, spec);
  const std::vector<std::string> words = Words(spec);
  TypeRow row{.kind = "", .name = words[0]};
  if (const auto plain = kPlainKinds.find(words[0]); plain != kPlainKinds.end()) {
    row.kind = plain->second;
    if (words.size() == 2) row.range = ParseRange(place, words[1]);
  } else if (const Json* pattern = model_.Find("patterns", words[0])) {
    row.kind = "kString";
    row.pattern = pattern->GetString();
  } else if (const Json* values = model_.Find("enums", words[0])) {
    row.kind = "kEnum";
    AddValues(*values, row);
  } else if (const Json* structure = model_.Find("structures", words[0])) {
    row.kind = "kStructure";
    AddMembers(words[0], *structure, row);
  } else if (const Json* one_of = model_.Find("unions", words[0])) {
    row.kind = "kUnion";
    AddMembers(words[0], *one_of, row);
  } else {
    Fail(place, "unknown shape '" + words[0] + "'");
  }
  return row;
}

// A list or a map.
Shapes::TypeRow Shapes::MakeContainer(const std::string& place, const std::string& spec) {
  const bool is_list = spec.front() == '[';
  const std::size_t close = spec.rfind(is_list ? ']' : '}');
  if (close == std::string::npos) Fail(place, "'" + spec + "' is not closed");
  TypeRow row{.kind = is_list ? "kList" : "kMap", .name = is_list ? "List" : "Map"};
  row.element = std::to_string(TypeOf(place, spec.substr(1, close - 1)));
  if (close + 1 < spec.size()) row.range = ParseRange(place, spec.substr(close + 2));
  return row;
}

void Shapes::AddValues(const Json& values, TypeRow& row) {
  row.first = tables_.value_rows.size();
  row.count = values.Size();
  for (const Json& value : values.GetArray()) {
    tables_.value_rows.push_back(Quoted(value.GetString()));
  }
}

void Shapes::AddMembers(const std::string& structure, const Json& members, TypeRow& row) {
  std::vector<std::string> rows;
  bool has_body_members = false;
  for (const auto& given : members.GetObject()) {
    const std::string name = given.name.GetString();
    if (!given.value.IsString()) Fail(structure, name + " must be the text of a type");
    const MemberSpec member(name, given.value.GetString());
    has_body_members = has_body_members || member.IsInBody();
    rows.push_back(MemberRow(structure, member));
  }
  if (has_body_members && PayloadOf(structure) != nullptr) {
    Fail(structure, "has a payload and members beside it");
  }
  row.first = tables_.member_rows.size();
  row.count = rows.size();
  tables_.member_rows.insert(tables_.member_rows.end(), rows.begin(), rows.end());
}

std::string Shapes::MemberRow(const std::string& structure, const MemberSpec& member) {
  if (member.IsPayload()) {
    payloads_[structure] = {member.location == "kStream", member.spec};
  } else if (member.spec == "Bytes") {
    Fail(structure, member.name + ": bytes must be a payload");
  }
  tables_.keys.insert(member.name);
  return Row()
      .Add("key", "key::" + Constant(member.name))
      .Add("type", TypeOf(structure + "." + member.name, member.spec))
      .Add("location", "Location::" + member.location)
      .AddBool("required", member.required)
      .AddBool("idempotency_token", member.is_token)
      .Text();
}

}  // namespace mediaconnect::tablegen
