// Bodies that are not an object of members: a list, a text, bytes, a stream of events. Over the
// model in forms/, since a form is not to be untested for want of an operation that has it.
#include <gtest/gtest.h>

#include "api/contract/error.h"
#include "api/contract/input.h"
#include "api/contract/openapi.h"
#include "api/contract/validate.h"

namespace mediaconnect {
namespace {

class FormsTest : public testing::Test {
 protected:
  // The valid input of a request as text, or what is wrong with it.
  std::string Read(std::string_view method, std::string_view target, std::string_view body) {
    const std::string_view path = target.substr(0, target.find('?'));
    const std::string_view query =
        path.size() == target.size() ? "" : target.substr(path.size() + 1);
    const Route route = router_.Match(method, path);
    if (route.operation == nullptr) return "none";
    try {
      json::Value input = ReadInput(route, query, body);
      ValidateInput(route.operation->input, input, UnknownMembers::kRefused);
      return json::Write(input).json;
    } catch (const ApiError& refusal) {
      return refusal.message;
    }
  }

  const Router router_;
};

TEST_F(FormsTest, AListIsTheBody) {
  EXPECT_EQ(Read("PUT", "/_forms/pairs", R"([{"name":"a","number":1},{"name":"b"}])"),
            R"({"pairs":[{"name":"a","number":1},{"name":"b"}]})");
  EXPECT_EQ(Read("PUT", "/_forms/pairs", " [] "), R"({"pairs":[]})");
}

TEST_F(FormsTest, AnItemsPathBeginsWithItsNumber) {
  const auto refused = [&](const char* body) { return Read("PUT", "/_forms/pairs", body); };
  EXPECT_EQ(refused(R"([{"name":"a"},{"name":7}])"), "[1].name: must be a string, not 7");
  EXPECT_EQ(refused(R"([{"nmae":"a"}])"),
            "[0].nmae: unknown member; expected name or number or colour or extra");
  EXPECT_EQ(refused(R"([7])"), "[0]: must be an object, not 7");
}

TEST_F(FormsTest, WhatIsNoListIsRefused) {
  const auto refused = [&](const char* body) { return Read("PUT", "/_forms/pairs", body); };
  EXPECT_EQ(refused(R"({"name":"a"})"), "The request body: must be a list, not an object");
  EXPECT_EQ(refused("7"), "The request body: must be a list, not 7");
  EXPECT_EQ(refused(R"([{"name":"a"},{"name":"b"},{"name":"c"}])"),
            "The request body: 3 elements is above the maximum of 2 elements");
  EXPECT_EQ(refused(""), "The request body: is required");
  EXPECT_EQ(refused(" \n"), "The request body: is required");
  EXPECT_EQ(refused("[").substr(0, 34), "The request body is not valid JSON");
}

TEST_F(FormsTest, ATextIsTakenAsItIs) {
  EXPECT_EQ(Read("PUT", "/_forms/note", "a \"b\"\n"), R"({"note":"a \"b\"\n"})");
  EXPECT_EQ(Read("PUT", "/_forms/note?mode=red", "a"), R"({"note":"a","mode":"red"})");
  EXPECT_EQ(Read("PUT", "/_forms/note", "\xFF"), "The request body is not UTF-8 text");
  EXPECT_EQ(Read("PUT", "/_forms/note", "12345678901"),
            "The request body: 11 characters is above the maximum of 10 characters");
  EXPECT_EQ(Read("PUT", "/_forms/note?note=a", "a"),
            "note: cannot be given in the query; it belongs in the body");
}

TEST_F(FormsTest, BytesAreTakenAsTheyAre) {
  using std::string_view_literals::operator""sv;
  const Route route = router_.Match("PUT", "/_forms/blobs/a");
  json::Value input = ReadInput(route, "", "\0\xFF{"sv);
  ValidateInput(route.operation->input, input, UnknownMembers::kRefused);
  EXPECT_EQ(json::GetString(input, Key{"blob"}), "\0\xFF{"sv);
  EXPECT_EQ(json::GetString(input, Key{"name"}), "a");
  EXPECT_EQ(Read("PUT", "/_forms/blobs/a", ""),
            "The request body: 0 bytes is below the minimum of 1 bytes");
}

TEST_F(FormsTest, ADocumentIsAnyJson) {
  for (const char* any : {"7", "null", "[]", R"({"a":{"b":null}})", "\"text\""}) {
    const std::string body = R"([{"name":"a","extra":)" + std::string(any) + "}]";
    EXPECT_EQ(Read("PUT", "/_forms/pairs", body), R"({"pairs":)" + body + "}");
  }
}

// One line of the model.
TEST_F(FormsTest, AListOfRulesHasFiveOperations) {
  EXPECT_EQ(Read("GET", "/_forms/hints", ""), "{}");
  EXPECT_EQ(Read("POST", "/_forms/hints", R"({"text":"a","ttl":"2s"})"),
            R"({"rule":{"text":"a","ttl":"2s"}})");
  EXPECT_EQ(Read("DELETE", "/_forms/hints/hint-1", ""), R"({"id":"hint-1"})");
  EXPECT_EQ(Read("DELETE", "/_forms/hints", ""), "{}");
  const char* list = R"({"hints":[{"id":"hint-1","text":"a","matched":3,"fired":1},{"text":"b"}]})";
  EXPECT_EQ(Read("PUT", "/_forms/hints", list), list);
  EXPECT_EQ(OperationOf(Op::AddHint).status, 201);
  EXPECT_EQ(OperationOf(Op::ReplaceHints).status, 200);
  EXPECT_EQ(OperationOf(Op::RemoveHint).status, 204);
  EXPECT_EQ(OperationOf(Op::RemoveHints).output, kNoType);
}

TEST_F(FormsTest, ARuleIsStrict) {
  EXPECT_EQ(Read("POST", "/_forms/hints", "{}"), "text: is required");
  EXPECT_EQ(Read("POST", "/_forms/hints", R"({"text":"a","id":"hint-1"})"),
            "id: unknown member; expected text or colour or ttl");
  EXPECT_EQ(Read("POST", "/_forms/hints", R"({"text":"a","ttl":"soon"})"),
            "ttl: must be a duration such as 500ms, 2s, 1m, 12h or 30d, not \"soon\"");
  EXPECT_EQ(Read("PUT", "/_forms/hints", R"({"hints":[{"text":"a"},{"text":"a","x":1}]})"),
            "hints[1].x: unknown member; expected id or text or colour or ttl or matched or fired");
}

TEST_F(FormsTest, AnAnswersPayloadHasAShapeToo) {
  const Member* payload = PayloadOf(TypeOf(OperationOf(Op::ListPairs).output));
  ASSERT_NE(payload, nullptr);
  json::Value sound = json::Parse(R"([{"name":"a"}])");
  EXPECT_EQ(CheckOutput(payload->type, sound), "");
  json::Value broken = json::Parse(R"([{"number":1}])");
  EXPECT_EQ(CheckOutput(payload->type, broken), "[0].name: is required");
}

TEST_F(FormsTest, EachHasItsMediaTypeAndItsLimit) {
  EXPECT_EQ(OperationOf(Op::GetBlob).media, "application/vnd.sqlite3");
  EXPECT_EQ(OperationOf(Op::GetNote).media, "text/plain; charset=utf-8");
  EXPECT_EQ(OperationOf(Op::ListPairs).media, "application/json");
  EXPECT_EQ(OperationOf(Op::WatchPairs).media, "text/event-stream");
  EXPECT_EQ(OperationOf(Op::PutBlob).largest, 64u * 1024 * 1024);
  EXPECT_EQ(OperationOf(Op::PutPairs).largest, 8u * 1024);
  EXPECT_EQ(OperationOf(Op::PutNote).largest, 0u);
}

// tests/clients/js/openapi.test.js has a validator for the document of our own operations.
TEST_F(FormsTest, TheOpenApiDocumentSaysWhatABodyIs) {
  const json::Value document = json::Parse(OpenApiDocument("1.0", "http://localhost").json);
  const auto at = [&](std::initializer_list<std::string_view> names) {
    const json::Node* node = &document.node();
    for (const std::string_view name : names) {
      node = node->IsObject() ? json::Find(*node, Key{name}) : nullptr;
      if (node == nullptr) return "no " + std::string(name);
    }
    return json::Write(*node).json;
  };
  const char* pair = "\"#/components/schemas/Pair\"";
  EXPECT_EQ(at({"paths", "/_forms/pairs", "put", "requestBody"}),
            std::string(R"({"required":true,"content":{"application/json":{"schema":)") +
                R"({"type":"array","items":{"$ref":)" + pair +
                R"(},"minItems":0,"maxItems":2}}}})");
  EXPECT_EQ(at({"paths", "/_forms/pairs", "get", "responses", "200", "content"}),
            std::string(R"({"application/json":{"schema":{"type":"array","items":{"$ref":)") +
                pair + "}}}}");
  EXPECT_EQ(at({"paths", "/_forms/note", "put", "requestBody", "content"}),
            R"({"text/plain":{"schema":{"type":"string","minLength":1,"maxLength":10}}})");
  EXPECT_EQ(at({"paths", "/_forms/blobs/{name}", "get", "responses", "200", "content"}),
            R"({"application/vnd.sqlite3":{"schema":{}}})");
  EXPECT_EQ(at({"paths", "/_forms/pairs/stream", "get", "responses", "200", "content"}),
            std::string(R"({"text/event-stream":{"schema":{"type":"string"},"x-event":{"$ref":)") +
                pair + "}}}");
  EXPECT_EQ(at({"components", "schemas", "Colour"}), R"({"type":"string","enum":["red","green"]})");
  EXPECT_EQ(at({"paths", "/_forms/accounts/{accountId}/pairs", "put", "operationId"}),
            "\"PutPairsOfAccount\"");
  EXPECT_EQ(at({"paths", "/v1/things/{Id}"}), "no /v1/things/{Id}");
}

}  // namespace
}  // namespace mediaconnect
