// Hostile bodies and targets. One row for each kind; what is wrong as HTTP is in
// hostile_http_test.cc.
#include "tests/support/hostile.h"

namespace mediaconnect::hostile {
namespace {

std::string Port(std::string_view number) {
  std::string body = R"({"name":"a","source":{"protocol":"rtp","whitelistCidr":"10.0.0.0/24",)";
  return CreateFlow(body.append(R"("ingestPort":)").append(number).append("}}"));
}

const std::vector<Hostile>& Bodies() {
  static const std::vector<Hostile> kRows = {
      {"BrokenJson", CreateFlow(R"({"name":"a",)"), BadRequest("JSON")},
      {"OnlyABrace", CreateFlow("}"), BadRequest("JSON")},
      {"CutWord", CreateFlow("nul"), BadRequest("JSON")},
      {"CutEscape", CreateFlow(R"({"name":"\u12"})"), BadRequest("JSON")},
      {"TextAfterTheJson", CreateFlow("{} {}"), BadRequest("JSON")},
      {"SingleQuotes", CreateFlow("{'name':'a'}"), BadRequest("JSON")},
      {"TrailingComma", CreateFlow(R"({"name":"a",})"), BadRequest("JSON")},
      {"ByteOrderMark", CreateFlow("\xef\xbb\xbf{}"), BadRequest("JSON")},
      {"AList", CreateFlow("[]"), BadRequest("JSON")},
      {"ANull", CreateFlow("null"), BadRequest("JSON")},
      {"EmptyBody", CreateFlow(""), BadRequest("name: ")},
      {"WhiteSpace", CreateFlow(" \t\r\n"), BadRequest("name: ")},
      {"MissingMember", CreateFlow(R"({"name":"a","source":{},"vpcInterfaces":[{"name":"v"}]})"),
       BadRequest("vpcInterfaces[0].roleArn: ")},
      {"Depth64", CreateFlow("{\"a\":" + Repeat("[", 63) + Repeat("]", 63) + "}"),
       BadRequest("name: ")},
      {"Depth65", CreateFlow("{\"a\":" + Repeat("[", 64) + Repeat("]", 64) + "}"),
       BadRequest("64")},
      {"Depth200000", CreateFlow(Repeat("{\"a\":", 200'000)), BadRequest("64")},
      {"DuplicateMember", CreateFlow(R"({"name":"a","name":"b"})"), BadRequest("\"name\"")},
      {"DuplicateMemberInDisguise", CreateFlow(R"({"name":"a","\u006eame":"b"})"),
       BadRequest("\"name\"")},
      {"DuplicateMemberThatIsUnknown", CreateFlow(R"({"name":"a","x":{"y":1,"y":2}})"),
       BadRequest("\"y\"")},
      {"InvalidUtf8", CreateFlow("{\"name\":\"\xff\xfe\"}"), BadRequest("JSON")},
      {"OverlongUtf8", CreateFlow("{\"name\":\"\xc0\xaf\"}"), BadRequest("JSON")},
      {"SurrogateInUtf8", CreateFlow("{\"name\":\"\xed\xa0\x80\"}"), BadRequest("JSON")},
      {"LoneHighSurrogate", CreateFlow(R"({"name":"\ud800"})"), BadRequest("JSON")},
      {"LoneLowSurrogate", CreateFlow(R"({"name":"\udc00"})"), BadRequest("JSON")},
      {"NulByteAfterTheJson", CreateFlow(std::string_view("{}\0", 3)), BadRequest("NUL byte")},
      {"NulByteInAString", CreateFlow(std::string_view("{\"name\":\"a\0b\"}", 14)),
       BadRequest("JSON")},
      {"EscapedNul", CreateFlow(R"({"name":"a\u0000b"})"), BadRequest("name: ")},
      {"NumberBeyond32Bits", Port("2147483648"), BadRequest("source.ingestPort: 2147483648 ")},
      {"NumberBeyond64Bits", Port("18446744073709551616"),
       BadRequest("source.ingestPort: 1844674407370955")},
      {"NumberBeyondDouble", Port("1e400"), BadRequest("JSON")},
      {"NumberBelowDouble", CreateFlow("[1.111111111111e-337]"), BadRequest("JSON")},
      {"PortBelowDouble", Port("1.111111111111e-337"), BadRequest("source.ingestPort: 0 ")},
      {"ZerosAndAnExponent", Port("0." + Repeat("0", 36) + "e-310"),
       BadRequest("source.ingestPort: 0 ")},
      {"NumberOf10000Digits", Port(Repeat("9", 10'000)), BadRequest("JSON")},
      {"Fraction", Port("5000.5"), BadRequest("source.ingestPort: ")},
      {"OnePointZero", Port("5000.0"), {201, "", "\"ingestPort\":5000,"}},
      {"LeadingZero", Port("05000"), BadRequest("JSON")},
      {"NotANumber", Port("NaN"), BadRequest("JSON")},
      {"UnknownMembers",
       CreateFlow(R"({"name":"a","FlowArn":"x","surprise":[{}],"source":{"protocol":"rtp",)"
                  R"("whitelistCidr":"10.0.0.0/24","surprise":null}})"),
       {201, "", "\"name\":\"a\""}},
      {"LongText", CreateFlow("{\"name\":\"" + Repeat("x", 500'000) + "\"}"), BadRequest("name: ")},
      {"ManyUnknownElements", CreateFlow("{\"x\":[" + Repeat("{},", 100'000) + "{}]}"),
       BadRequest("name: ")},
  };
  return kRows;
}

const std::vector<Hostile>& Targets() {
  const std::string arn = "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-x:";
  static const std::vector<Hostile> kRows = {
      {"UnknownPath", Ask("GET", "/v1/nothing"), NoOperation("/v1/nothing")},
      {"Root", Ask("GET", "/"), NoOperation("GET \"/\"")},
      {"UnknownApiVersion", Ask("GET", "/v2/flows"), NoOperation("/v2/flows")},
      {"PathTooLong", Ask("GET", "/v1/flows/a/b/c/d"), NoOperation("/v1/flows/a/b/c/d")},
      {"WrongMethod", Ask("PATCH", "/v1/flows"), NoOperation("PATCH")},
      {"LowerCaseMethod", Ask("get", "/v1/flows"), NoOperation("get")},
      {"UnknownMethod", Ask("BREW", "/v1/flows"), NoOperation("BREW")},
      {"Connect", Ask("CONNECT", "localhost:1"), NoOperation("CONNECT")},
      {"Asterisk", Ask("GET", "*"), NoOperation("*")},
      {"EmptyLabel", Ask("GET", "/v1/flows/"), BadRequest("FlowArn: ")},
      {"EmptyLabelInTheMiddle", Ask("DELETE", "/v1/flows//outputs/x"), BadRequest("FlowArn: ")},
      {"TrailingSlash", Ask("GET", "/v1/entitlements/"), NoOperation("/v1/entitlements/")},
      {"DoubleSlash", Ask("GET", "//v1/flows"), NoOperation("//v1/flows")},
      {"PathUpwards", Ask("GET", "/v1/flows/../../etc/passwd"), NoOperation("/etc/passwd")},
      {"BrokenEncoding", Ask("GET", "/v1/flows/arn%zz"), BadRequest("FlowArn: \"arn%zz\"")},
      {"CutEncoding", Ask("GET", "/v1/flows/arn%3"), BadRequest("FlowArn: \"arn%3\"")},
      {"EncodedNul", Ask("GET", "/v1/flows/arn%00"), BadRequest("FlowArn: \"arn%00\"")},
      {"EncodedInvalidUtf8", Ask("GET", "/v1/flows/%ff"), BadRequest("FlowArn: \"%ff\"")},
      {"EncodedPathUpwards", Ask("GET", "/v1/flows/%2e%2e%2fflows"),
       BadRequest({"FlowArn: ", "\"../flows\""})},
      {"ArnThatIsNone", Ask("GET", "/v1/flows/x"), BadRequest({"FlowArn: ", "\"x\""})},
      {"ArnOfNothing", Ask("GET", "/v1/flows/" + arn + "y"), {404, "NotFoundException", arn}},
      {"ArnOver2048Bytes", Ask("GET", "/v1/flows/" + arn + Repeat("y", 2048)),
       BadRequest({"FlowArn: ", "2048"})},
      {"ArnUnderTagsOver2048Bytes", Ask("GET", "/tags/" + arn + Repeat("y", 2048)),
       BadRequest({"ResourceArn: ", "2048"})},
      {"ArnAgainstBacktracking",
       Ask("DELETE", "/v1/gateway-instances/arn:" + Repeat(":mediaconnect:gateway:", 90)),
       BadRequest("GatewayInstanceArn: ")},
      {"BrokenQuery", Ask("GET", "/v1/flows?maxResults=%zz"), BadRequest("query")},
      {"QueryThatIsNoNumber", Ask("GET", "/v1/flows?maxResults=ten"),
       BadRequest({"maxResults: ", "\"ten\""})},
      {"QueryBeyond64Bits", Ask("GET", "/v1/flows?maxResults=99999999999999999999"),
       BadRequest({"maxResults: ", "\"99999999999999999999\""})},
      {"QueryOutOfRange", Ask("GET", "/v1/flows?maxResults=1001"),
       BadRequest({"maxResults: ", "1001", "1000"})},
      {"QueryGivenTwice", Ask("GET", "/v1/flows?maxResults=1&maxResults=2"),
       BadRequest("maxResults: ")},
      {"QueryToken", Ask("GET", "/v1/flows?nextToken=%27%20OR%201=1"), BadRequest("nextToken: ")},
      {"AbsoluteTarget", Ask("GET", "http://elsewhere.example/v1/flows"), {200, "", "flows"}},
      {"AbsoluteTargetWithoutPath", Ask("GET", "http://elsewhere.example"), NoOperation("GET")},
  };
  return kRows;
}

using HostileInputTest = HostileTest;

TEST_F(HostileInputTest, Bodies) { SendAll(Bodies()); }
TEST_F(HostileInputTest, Targets) { SendAll(Targets()); }

}  // namespace
}  // namespace mediaconnect::hostile
