// Holds the compact model against the facts of today's API, member by member: nothing was dropped,
// nothing drifts. tests/contract/facts.json is the extract that the model was written from.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "api/contract/contract.h"
#include "api/contract/json.h"
#include "tests/support/paths.h"

namespace mediaconnect {
namespace {

using json::Node;

class FactsTest : public testing::Test {
 protected:
  static const Node& Facts() {
    static const json::Value kFacts = [] {
      std::ifstream file(std::string(kTestFolder) + "/contract/facts.json");
      return json::Parse(std::string(std::istreambuf_iterator<char>(file), {}));
    }();
    return kFacts;
  }
  static const Node& Section(std::string_view name) { return json::Get(Facts(), Key{name}); }
  static const Node& Shape(std::string_view name) {
    return json::Get(Section("shapes"), Key{name});
  }

  // Compares a shape of the facts with a type of the tables, to the bottom; structures by name, as
  // each is compared once for itself.
  void ExpectSame(std::string_view fact_name, TypeId id, const std::string& where) {
    const Node& fact = Shape(fact_name);
    const Type& type = TypeOf(id);
    const std::string kind(json::GetString(fact, Key{"type"}));
    SCOPED_TRACE(where + " (" + std::string(fact_name) + ")");
    EXPECT_EQ(type.minimum, json::FindInt(fact, Key{"min"}).value_or(kNoMinimum));
    EXPECT_EQ(type.maximum, json::FindInt(fact, Key{"max"}).value_or(kNoMaximum));
    EXPECT_EQ(type.pattern, json::GetString(fact, Key{"pattern"}, ""));
    if (kind == "structure") {
      EXPECT_EQ(type.name, fact_name);
      EXPECT_EQ(type.kind, json::Has(fact, Key{"union"}) ? Kind::kUnion : Kind::kStructure);
    } else if (kind == "list") {
      ASSERT_EQ(type.kind, Kind::kList);
      ExpectSame(json::GetString(fact, Key{"member"}), type.element, where + "[]");
    } else if (kind == "map") {
      ASSERT_EQ(type.kind, Kind::kMap);
      EXPECT_EQ(json::GetString(Shape(json::GetString(fact, Key{"key"})), Key{"type"}), "string");
      ExpectSame(json::GetString(fact, Key{"value"}), type.element, where + "{}");
    } else if (json::Has(fact, Key{"enum"})) {
      ASSERT_EQ(type.kind, Kind::kEnum);
      EXPECT_EQ(type.name, fact_name);
      const auto values = json::Items(fact, Key{"enum"});
      ASSERT_EQ(ValuesOf(type).size(), values.Size());
      for (unsigned i = 0; i < values.Size(); ++i) {
        EXPECT_EQ(ValuesOf(type)[i], json::StringOf(values[i]));
      }
    } else {
      EXPECT_EQ(type.kind, PlainKind(kind));
    }
  }

  static Kind PlainKind(const std::string& kind) {
    if (kind == "string") return Kind::kString;
    if (kind == "integer") return Kind::kInteger;
    if (kind == "long") return Kind::kLong;
    if (kind == "double") return Kind::kDouble;
    if (kind == "boolean") return Kind::kBoolean;
    if (kind == "blob") return Kind::kBlob;
    EXPECT_EQ(kind, "timestamp");
    return Kind::kTimestamp;
  }
};

TEST_F(FactsTest, EveryOperationHasItsMethodPathStatusShapesAndErrors) {
  const Node& facts = Section("operations");
  ASSERT_EQ(facts.MemberCount(), 82u);
  ASSERT_EQ(kServiceOperationCount, 82u);
  for (const Operation& operation : Operations().first(kServiceOperationCount)) {
    SCOPED_TRACE(operation.name);
    const Node* fact = json::Find(facts, Key{operation.name});
    ASSERT_NE(fact, nullptr);
    EXPECT_EQ(operation.method, json::GetString(*fact, Key{"method"}));
    EXPECT_EQ(operation.uri, json::GetString(*fact, Key{"uri"}));
    EXPECT_EQ(operation.status, json::GetInt(*fact, Key{"status"}));
    EXPECT_EQ(TypeOf(operation.input).name, json::GetString(*fact, Key{"input"}));
    const Node* output = json::Find(*fact, Key{"output"});
    ASSERT_EQ(operation.output != kNoType, output != nullptr);
    if (output != nullptr) {
      EXPECT_EQ(TypeOf(operation.output).name, json::StringOf(*output));
    }
    std::set<std::string_view> expected;
    for (const Node& error : json::Items(*fact, Key{"errors"})) {
      expected.insert(json::StringOf(error));
    }
    std::set<std::string_view> declared;
    for (const ErrorCode code : ErrorsOf(operation)) declared.insert(ErrorOf(code).name);
    EXPECT_EQ(declared, expected);
  }
}

TEST_F(FactsTest, EveryStructureHasItsMembersAndNoOther) {
  std::size_t structures = 0;
  for (const auto& fact : Section("shapes").GetObject()) {
    if (json::GetString(fact.value, Key{"type"}) != "structure") continue;
    const std::string name(json::StringOf(fact.name));
    SCOPED_TRACE(name);
    ++structures;
    const TypeId id = FindType(name);
    ASSERT_NE(id, kNoType);
    ExpectSame(name, id, name);
    const Node& members = json::Get(fact.value, Key{"members"});
    EXPECT_EQ(MembersOf(TypeOf(id)).size(), members.MemberCount());
    for (const auto& member : members.GetObject()) {
      const std::string_view wire =
          json::GetString(member.value, Key{"name"}, json::StringOf(member.name));
      SCOPED_TRACE(wire);
      const Member* known = FindMember(TypeOf(id), wire);
      ASSERT_NE(known, nullptr);
      EXPECT_EQ(known->required, json::Has(member.value, Key{"required"}));
      EXPECT_EQ(known->idempotency_token, json::Has(member.value, Key{"idempotencyToken"}));
      const std::string_view in = json::GetString(member.value, Key{"in"}, "body");
      const Location location = in == "uri"           ? Location::kPath
                                : in == "querystring" ? Location::kQuery
                                                      : Location::kBody;
      EXPECT_EQ(known->location, location);
      ExpectSame(json::GetString(member.value, Key{"shape"}), known->type,
                 name + "." + std::string(wire));
    }
  }
  EXPECT_EQ(structures, 324u);  // 306 structures and 18 unions
}

// The other way round: what an operation's input or output leads to, and the facts don't know.
TEST_F(FactsTest, TheModelHasNoShapeBesides) {
  std::set<TypeId> seen;
  std::vector<TypeId> open;
  for (const Operation& operation : Operations().first(kServiceOperationCount)) {
    open.push_back(operation.input);
    if (operation.output != kNoType) open.push_back(operation.output);
  }
  std::size_t named = 0;
  while (!open.empty()) {
    const TypeId id = open.back();
    open.pop_back();
    if (!seen.insert(id).second) continue;
    const Type& type = TypeOf(id);
    const bool is_structure = type.kind == Kind::kStructure || type.kind == Kind::kUnion;
    if (type.kind == Kind::kList || type.kind == Kind::kMap) open.push_back(type.element);
    if (!is_structure && type.kind != Kind::kEnum) continue;
    ++named;
    EXPECT_NE(json::Find(Section("shapes"), Key{type.name}), nullptr) << type.name;
    if (!is_structure) continue;
    for (const Member& member : MembersOf(type)) open.push_back(member.type);
  }
  EXPECT_EQ(named, 379u);  // the 324 structures and unions, and 55 enums
}

TEST_F(FactsTest, EveryErrorHasItsStatus) {
  const Node& facts = Section("errors");
  EXPECT_EQ(facts.MemberCount(), 15u);
  for (const auto& fact : facts.GetObject()) {
    bool known = false;
    for (std::size_t code = 0; code < tables::kErrorCount; ++code) {
      const Error& error = ErrorOf(static_cast<ErrorCode>(code));
      if (error.name != json::StringOf(fact.name)) continue;
      known = true;
      EXPECT_EQ(error.status, json::GetInt(fact.value, Key{"status"})) << error.name;
    }
    EXPECT_TRUE(known) << json::StringOf(fact.name);
  }
}

TEST_F(FactsTest, EveryPaginatorHasItsList) {
  const Node& facts = Section("paginators");
  std::size_t paginators = 0;
  for (const Operation& operation : Operations().first(kServiceOperationCount)) {
    const Node* fact = json::Find(facts, Key{operation.name});
    ASSERT_EQ(fact != nullptr, !operation.pages.empty()) << operation.name;
    if (fact == nullptr) continue;
    ++paginators;
    std::string list(json::GetString(*fact, Key{"result_key"}));
    list[0] = static_cast<char>(std::tolower(list[0]));
    EXPECT_EQ(operation.pages, list);
    EXPECT_EQ(json::GetString(*fact, Key{"input_token"}), "NextToken");
    EXPECT_EQ(json::GetString(*fact, Key{"output_token"}), "NextToken");
    EXPECT_EQ(json::GetString(*fact, Key{"limit_key"}), "MaxResults");
    EXPECT_NE(FindMember(TypeOf(operation.input), "nextToken"), nullptr);
    EXPECT_NE(FindMember(TypeOf(operation.input), "maxResults"), nullptr);
    EXPECT_NE(FindMember(TypeOf(operation.output), operation.pages), nullptr);
  }
  EXPECT_EQ(paginators, facts.MemberCount());
}

TEST_F(FactsTest, EveryWaiterHasItsAcceptors) {
  const Node& facts = Section("waiters");
  ASSERT_EQ(Waiters().size(), facts.MemberCount());
  for (const Waiter& waiter : Waiters()) {
    SCOPED_TRACE(waiter.name);
    const Node* fact = json::Find(facts, Key{waiter.name});
    ASSERT_NE(fact, nullptr);
    EXPECT_EQ(OperationOf(waiter.op).name, json::GetString(*fact, Key{"operation"}));
    EXPECT_EQ(waiter.delay_seconds, json::GetInt(*fact, Key{"delay"}));
    EXPECT_EQ(waiter.max_attempts, json::GetInt(*fact, Key{"maxAttempts"}));
    const auto acceptors = json::Items(*fact, Key{"acceptors"});
    ASSERT_EQ(AcceptorsOf(waiter).size(), acceptors.Size());
    for (unsigned i = 0; i < acceptors.Size(); ++i) {
      const Node& acceptor = acceptors[i];
      const std::string expected = std::string(json::GetString(acceptor, Key{"state"})) + " " +
                                   std::string(json::GetString(acceptor, Key{"expected"}));
      EXPECT_EQ(AcceptorsOf(waiter)[i], expected);
      std::string path(json::GetString(acceptor, Key{"argument"}, ""));
      if (json::GetString(acceptor, Key{"matcher"}) == "error") continue;
      for (std::size_t at = 0; at != std::string::npos; at = path.find('.', at)) {
        if (at != 0) ++at;
        path[at] = static_cast<char>(std::tolower(path[at]));
      }
      EXPECT_EQ(waiter.path, path);
    }
  }
}

}  // namespace
}  // namespace mediaconnect
