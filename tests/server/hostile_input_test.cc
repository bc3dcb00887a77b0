// Hostile bytes and what they get, at the socket of the real binary: the right 4xx in the service's
// form, never a 5xx, and the server goes on. One row for each kind.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <regex>

#include "api/contract/json.h"
#include "tests/support/client.h"
#include "tests/support/process.h"

namespace mediaconnect {
namespace {

// The reply to expect. `code` is "" for a success, whose body holds `names`.
struct Expected {
  int status;
  std::string code;
  std::string names;
};

struct Hostile {
  std::string name;
  std::string bytes;
  Expected reply;
};

std::string Repeat(std::string_view text, int count) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

Expected BadRequest(std::string names) { return {400, "BadRequestException", std::move(names)}; }
Expected NoOperation(std::string names) {
  return {403, "MissingAuthenticationTokenException", std::move(names)};
}

// The end of a head: the connection closes after the reply, so that all of it can be read.
constexpr std::string_view kEnd = "Connection: close\r\n\r\n";

Expected OtherVersion() { return {505, "HTTPVersionNotSupportedException", "HTTP/1.1"}; }

// A request to a host.
std::string Asked(std::string_view host) {
  std::string bytes = "GET /v1/flows HTTP/1.1\r\nHost: ";
  return bytes.append(host).append("\r\n").append("Connection: close\r\n\r\n");
}

// A request with a body of JSON, more or less.
std::string CreateFlow(std::string_view body) {
  std::string bytes = "POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
  return bytes.append(std::to_string(body.size())).append("\r\n").append(kEnd).append(body);
}

// A request without one.
std::string Ask(std::string_view method, std::string_view target, std::string_view headers = "") {
  std::string bytes(method);
  bytes.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
  return bytes.append(kEnd);
}

// A request with headers that say how long "abc" is, and something after it.
std::string Framed(std::string_view headers, std::string_view rest = "abc") {
  std::string bytes = "POST /v1/flows HTTP/1.1\r\nHost: localhost\r\n";
  return bytes.append(headers).append(kEnd).append(rest);
}

std::string Port(std::string_view number) {
  std::string body = R"({"name":"a","source":{"protocol":"rtp","whitelistCidr":"10.0.0.0/24",)";
  return CreateFlow(body.append(R"("ingestPort":)").append(number).append("}}"));
}

const std::vector<Hostile>& Bodies() {
  static const std::vector<Hostile> kRows = {
      {"BrokenJson", CreateFlow(R"({"name":"a",)"), BadRequest("not valid JSON")},
      {"OnlyABrace", CreateFlow("}"), BadRequest("not valid JSON")},
      {"CutWord", CreateFlow("nul"), BadRequest("not valid JSON")},
      {"CutEscape", CreateFlow(R"({"name":"\u12"})"), BadRequest("not valid JSON")},
      {"TextAfterTheJson", CreateFlow("{} {}"), BadRequest("not valid JSON")},
      {"SingleQuotes", CreateFlow("{'name':'a'}"), BadRequest("not valid JSON")},
      {"TrailingComma", CreateFlow(R"({"name":"a",})"), BadRequest("not valid JSON")},
      {"ByteOrderMark", CreateFlow("\xef\xbb\xbf{}"), BadRequest("not valid JSON")},
      {"AList", CreateFlow("[]"), BadRequest("must be a JSON object")},
      {"ANull", CreateFlow("null"), BadRequest("must be a JSON object")},
      {"EmptyBody", CreateFlow(""), BadRequest("name: is required")},
      {"WhiteSpace", CreateFlow(" \t\r\n"), BadRequest("name: is required")},
      {"MissingMember", CreateFlow(R"({"name":"a","source":{},"vpcInterfaces":[{"name":"v"}]})"),
       BadRequest("vpcInterfaces[0].roleArn: is required")},
      {"Depth64", CreateFlow("{\"a\":" + Repeat("[", 63) + Repeat("]", 63) + "}"),
       BadRequest("name: is required")},
      {"Depth65", CreateFlow("{\"a\":" + Repeat("[", 64) + Repeat("]", 64) + "}"),
       BadRequest("nesting is deeper than 64 levels")},
      {"Depth200000", CreateFlow(Repeat("{\"a\":", 200'000)),
       BadRequest("nesting is deeper than 64 levels")},
      {"DuplicateMember", CreateFlow(R"({"name":"a","name":"b"})"),
       BadRequest("\"name\" is given twice")},
      {"DuplicateMemberInDisguise", CreateFlow(R"({"name":"a","\u006eame":"b"})"),
       BadRequest("\"name\" is given twice")},
      {"DuplicateMemberThatIsUnknown", CreateFlow(R"({"name":"a","x":{"y":1,"y":2}})"),
       BadRequest("\"y\" is given twice")},
      {"InvalidUtf8", CreateFlow("{\"name\":\"\xff\xfe\"}"), BadRequest("not valid JSON")},
      {"OverlongUtf8", CreateFlow("{\"name\":\"\xc0\xaf\"}"), BadRequest("not valid JSON")},
      {"SurrogateInUtf8", CreateFlow("{\"name\":\"\xed\xa0\x80\"}"), BadRequest("not valid JSON")},
      {"LoneHighSurrogate", CreateFlow(R"({"name":"\ud800"})"), BadRequest("not valid JSON")},
      {"LoneLowSurrogate", CreateFlow(R"({"name":"\udc00"})"), BadRequest("not valid JSON")},
      {"NulByteAfterTheJson", CreateFlow(std::string_view("{}\0", 3)), BadRequest("NUL byte")},
      {"NulByteInAString", CreateFlow(std::string_view("{\"name\":\"a\0b\"}", 14)),
       BadRequest("not valid JSON")},
      {"EscapedNul", CreateFlow(R"({"name":"a\u0000b"})"), BadRequest("name: ")},
      {"NumberBeyond32Bits", Port("2147483648"),
       BadRequest("source.ingestPort: 2147483648 is no 32-bit whole number")},
      {"NumberBeyond64Bits", Port("18446744073709551616"),
       BadRequest("source.ingestPort: 1844674407370955")},
      {"NumberBeyondDouble", Port("1e400"), BadRequest("not valid JSON")},
      {"NumberBelowDouble", CreateFlow("[1.111111111111e-337]"),
       BadRequest("must be a JSON object")},
      {"PortBelowDouble", Port("1.111111111111e-337"), BadRequest("source.ingestPort: 0 ")},
      {"ZerosAndAnExponent", Port("0." + Repeat("0", 36) + "e-310"),
       BadRequest("source.ingestPort: 0 ")},
      {"NumberOf10000Digits", Port(Repeat("9", 10'000)), BadRequest("not valid JSON")},
      {"Fraction", Port("5000.5"), BadRequest("source.ingestPort: must be a whole number, not ")},
      {"OnePointZero", Port("5000.0"), {201, "", "\"ingestPort\":5000,"}},
      {"LeadingZero", Port("05000"), BadRequest("not valid JSON")},
      {"NotANumber", Port("NaN"), BadRequest("not valid JSON")},
      {"UnknownMembers",
       CreateFlow(R"({"name":"a","FlowArn":"x","surprise":[{}],"source":{"protocol":"rtp",)"
                  R"("whitelistCidr":"10.0.0.0/24","surprise":null}})"),
       {201, "", "\"name\":\"a\""}},
      {"LongText", CreateFlow("{\"name\":\"" + Repeat("x", 500'000) + "\"}"), BadRequest("name: ")},
      {"ManyUnknownElements", CreateFlow("{\"x\":[" + Repeat("{},", 100'000) + "{}]}"),
       BadRequest("name: is required")},
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
       BadRequest("FlowArn: \"../flows\" does not match")},
      {"ArnThatIsNone", Ask("GET", "/v1/flows/x"), BadRequest("FlowArn: \"x\" does not match")},
      {"ArnOfNothing", Ask("GET", "/v1/flows/" + arn + "y"), {404, "NotFoundException", arn}},
      {"ArnOver2048Bytes", Ask("GET", "/v1/flows/" + arn + Repeat("y", 2048)),
       BadRequest("FlowArn: is longer than 2048 bytes")},
      {"ArnUnderTagsOver2048Bytes", Ask("GET", "/tags/" + arn + Repeat("y", 2048)),
       BadRequest("ResourceArn: is longer than 2048 bytes")},
      {"ArnAgainstBacktracking",
       Ask("DELETE", "/v1/gateway-instances/arn:" + Repeat(":mediaconnect:gateway:", 90)),
       BadRequest("GatewayInstanceArn: ")},
      {"BrokenQuery", Ask("GET", "/v1/flows?maxResults=%zz"), BadRequest("query")},
      {"QueryThatIsNoNumber", Ask("GET", "/v1/flows?maxResults=ten"),
       BadRequest("maxResults: must be a whole number, not \"ten\"")},
      {"QueryBeyond64Bits", Ask("GET", "/v1/flows?maxResults=99999999999999999999"),
       BadRequest("maxResults: must be a whole number, not \"99999999999999999999\"")},
      {"QueryOutOfRange", Ask("GET", "/v1/flows?maxResults=1001"),
       BadRequest("maxResults: 1001 is above the maximum of 1000")},
      {"QueryGivenTwice", Ask("GET", "/v1/flows?maxResults=1&maxResults=2"),
       BadRequest("maxResults: is given twice")},
      {"QueryToken", Ask("GET", "/v1/flows?nextToken=%27%20OR%201=1"), BadRequest("nextToken: ")},
      {"AbsoluteTarget", Ask("GET", "http://elsewhere.example/v1/flows"), {200, "", "flows"}},
      {"AbsoluteTargetWithoutPath", Ask("GET", "http://elsewhere.example"), NoOperation("GET")},
  };
  return kRows;
}

const std::vector<Hostile>& Framings() {
  const std::string big_chunks = Repeat("10000\r\n" + Repeat(" ", 0x10000) + "\r\n", 17);
  static const std::vector<Hostile> kRows = {
      {"BodyOf1MiB", CreateFlow(Repeat(" ", 1'048'576)), BadRequest("name: is required")},
      {"BodyOver1MiB",
       CreateFlow(Repeat(" ", 1'048'577)),
       {413, "RequestEntityTooLargeException", "1048576 bytes"}},
      {"ChunksOver1MiB",
       Framed("Transfer-Encoding: chunked\r\n", big_chunks + "0\r\n\r\n"),
       {413, "RequestEntityTooLargeException", "1048576 bytes"}},
      {"LongHeader",
       Ask("GET", "/v1/flows", "X: " + Repeat("x", 20'000) + "\r\n"),
       {431, "RequestHeaderFieldsTooLargeException", "16384 bytes"}},
      {"ManyHeaders",
       Ask("GET", "/v1/flows", Repeat("X: y\r\n", 5'000)),
       {431, "RequestHeaderFieldsTooLargeException", "16384 bytes"}},
      {"LongChunkHeader",
       Framed("Transfer-Encoding: chunked\r\n", "1;x=" + Repeat("y", 200'000) + "\r\n"),
       {431, "RequestHeaderFieldsTooLargeException", "16384 bytes"}},
      {"LongTrailer",
       Framed("Transfer-Encoding: chunked\r\n", "0\r\n" + Repeat("X: y\r\n", 30'000)),
       {431, "RequestHeaderFieldsTooLargeException", "16384 bytes"}},
      {"LongTarget",
       Ask("GET", "/" + Repeat("x", 20'000)),
       {414, "RequestURITooLongException", "16384 bytes"}},
      {"EndlessTarget",
       "GET /" + Repeat("x", 20'000),
       {414, "RequestURITooLongException", "16384 bytes"}},
      {"NoHttp", "nonsense\r\n\r\n", BadRequest("no valid HTTP/1.1")},
      {"TlsHello", "\x16\x03\x01\x02\x01\x01\xfc\x03\x03", BadRequest("no valid HTTP/1.1")},
      {"Http09", "GET /v1/flows\r\n\r\n", BadRequest("no valid HTTP/1.1")},
      {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", OtherVersion()},
      {"Http2", "GET /v1/flows HTTP/2.0\r\nHost: localhost\r\n\r\n", OtherVersion()},
      {"UnknownVersion", "GET /v1/flows HTTP/9.9\r\n\r\n", OtherVersion()},
      {"VersionThatIsNone", "GET /v1/flows HTTP/1.x\r\n\r\n", BadRequest("no valid HTTP/1.1")},
      {"VersionWithoutSlash", "GET /v1/flows HTTP 1.1\r\n\r\n", BadRequest("no valid HTTP/1.1")},
      {"LowerCaseVersion", "GET /v1/flows http/1.1\r\n\r\n", BadRequest("no valid HTTP/1.1")},
      {"TwoSpaces", "GET  /v1/flows HTTP/1.1\r\nHost: a\r\n\r\n", BadRequest("no valid HTTP/1.1")},
      {"SpaceInTheTarget", Ask("GET", "/v1/fl ows"), BadRequest("no valid HTTP/1.1")},
      {"NulInTheTarget", Ask("GET", std::string_view("/v1/\0flows", 10)),
       BadRequest("no valid HTTP/1.1")},
      {"CarriageReturnInAHeader", Ask("GET", "/v1/flows", "X: a\rb\r\n"), BadRequest("HTTP/1.1")},
      {"LineFeedInAHeader", Ask("GET", "/v1/flows", "X: a\nY: b\r\n"), BadRequest("HTTP/1.1")},
      {"EmptyHeaderName", Ask("GET", "/v1/flows", ": x\r\n"), BadRequest("HTTP/1.1")},
      {"EmptyLineBeforeTheRequest", "\r\n" + Ask("GET", "/v1/flows"), {200, "", "flows"}},
      {"EmptyLinesBeforeTheRequest", "\r\n\r\n\r\n" + Ask("GET", "/v1/flows"), {200, "", "flows"}},
      {"BareLineFeedBeforeTheRequest", "\n" + Ask("GET", "/v1/flows"),
       BadRequest("no valid HTTP/1.1")},
      {"Http10", "GET /v1/flows HTTP/1.0\r\n\r\n", {200, "", "flows"}},
      {"BareLineFeeds", "GET /v1/flows HTTP/1.1\nHost: x\n\n", BadRequest("no valid HTTP/1.1")},
      {"SpaceBeforeTheMethod", " " + Ask("GET", "/v1/flows"), BadRequest("no valid HTTP/1.1")},
      {"HeaderWithoutColon", Ask("GET", "/v1/flows", "no colon\r\n"), BadRequest("HTTP/1.1")},
      {"HeaderNameWithSpace", Ask("GET", "/v1/flows", "X : y\r\n"), BadRequest("HTTP/1.1")},
      {"NulInAHeader", Ask("GET", "/v1/flows", std::string("X: a\0b\r\n", 8)),
       BadRequest("HTTP/1.1")},
      {"NoHost", "GET /v1/flows HTTP/1.1\r\nConnection: close\r\n\r\n", BadRequest("Host")},
      {"TwoHosts", Ask("GET", "/v1/flows", "Host: other\r\n"), BadRequest("Host")},
      {"EmptyHost",
       "GET /v1/flows HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
       {200, "", "flows"}},
      {"HostWithBracketLeftOpen", Asked("[::1"), BadRequest("Host must be a name or an address")},
      {"HostWithEmptyBrackets", Asked("[]"), BadRequest("Host must be a name or an address")},
      {"HostWithTextBehindItsBracket", Asked("[::1]a"), BadRequest("Host must be a name")},
      {"HostWithPath", Asked("a/b"), BadRequest("Host must be a name or an address")},
      {"HostWithTwoPorts", Asked("a:1:2"), BadRequest("Host must be a name or an address")},
      {"HostWithPortThatIsNone", Asked("a:b"), BadRequest("Host must be a name or an address")},
      {"HostWithUser", Asked("a@b"), BadRequest("Host must be a name or an address")},
      {"HostWithSpace", Asked("a b"), BadRequest("Host must be a name or an address")},
      {"HostThatIsAList", Asked("a, b"), BadRequest("Host must be a name or an address")},
      {"HostWithAddressAndPort", Asked("[::1]:4580"), {200, "", "flows"}},
      {"HostInHttp10", "GET /v1/flows HTTP/1.0\r\nHost: a/b\r\n\r\n", BadRequest("Host must be")},
      {"AuthorityWithTwoPorts", Ask("GET", "http://a:1:2/v1/flows"),
       BadRequest("target must have")},
      {"AuthorityWithUser", Ask("GET", "http://u@a/v1/flows"), BadRequest("target must have")},
      {"TwoLengths", Framed("Content-Length: 3\r\nContent-Length: 4\r\n"),
       BadRequest("Content-Length")},
      {"TheSameLengthTwice", Framed("Content-Length: 3\r\nContent-Length: 3\r\n"),
       BadRequest("Content-Length")},
      {"ListOfLengths", Framed("Content-Length: 3, 3\r\n"), BadRequest("Content-Length")},
      {"NegativeLength", Framed("Content-Length: -3\r\n"), BadRequest("HTTP/1.1")},
      {"LengthWithPlus", Framed("Content-Length: +3\r\n"), BadRequest("HTTP/1.1")},
      {"LengthInHex", Framed("Content-Length: 0x3\r\n"), BadRequest("HTTP/1.1")},
      {"LengthBeyond64Bits", Framed("Content-Length: 18446744073709551619\r\n"),
       BadRequest("Content-Length")},
      {"LengthAndChunked",
       Framed("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       BadRequest("Transfer-Encoding")},
      {"ChunkedAndLength",
       Framed("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
       BadRequest("Content-Length")},
      {"GzipEncoding", Framed("Transfer-Encoding: gzip\r\n"), BadRequest("Transfer-Encoding")},
      {"IdentityEncoding", Framed("Transfer-Encoding: identity\r\n"),
       BadRequest("Transfer-Encoding")},
      {"GzipThenChunked", Framed("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
       BadRequest("Transfer-Encoding")},
      {"ChunkedThenGzip", Framed("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"),
       BadRequest("Transfer-Encoding")},
      {"ChunkedThenGzipInTwoHeaders",
       Framed("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n", "0\r\n\r\n"),
       BadRequest("Transfer-Encoding")},
      {"ChunkedTwice",
       Framed("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       BadRequest("Transfer-Encoding")},
      {"ChunkedInDisguise", Framed("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
       BadRequest("Transfer-Encoding")},
      {"FoldedHeader", Framed("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
       BadRequest("name: is required")},
      {"ChunkSizeThatIsNone", Framed("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"),
       BadRequest("HTTP/1.1")},
      {"NegativeChunkSize", Framed("Transfer-Encoding: chunked\r\n", "-1\r\nabc\r\n0\r\n\r\n"),
       BadRequest("HTTP/1.1")},
      {"ChunkSizeBeyond64Bits",
       Framed("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
       BadRequest("HTTP/1.1")},
      {"LineFeedInAChunkExtension",
       Framed("Transfer-Encoding: chunked\r\n", "2;x=\"a\nb\"\r\n{}\r\n0\r\n\r\n"),
       BadRequest("HTTP/1.1")},
      {"NulInAChunkExtension",
       Framed("Transfer-Encoding: chunked\r\n", std::string("2;x=\"a\0b\"\r\n{}\r\n0\r\n\r\n", 20)),
       BadRequest("HTTP/1.1")},
      {"CarriageReturnInAChunkExtension",
       Framed("Transfer-Encoding: chunked\r\n", "2;x=\"a\rb\"\r\n{}\r\n0\r\n\r\n"),
       BadRequest("HTTP/1.1")},
      {"LineFeedInTheLastChunksExtension",
       Framed("Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0;x=\"\n\"\r\n\r\n"),
       BadRequest("HTTP/1.1")},
      {"QuotedChunkExtension",
       Framed("Transfer-Encoding: chunked\r\n", "2;x=\"a\tb\"\r\n{}\r\n0\r\n\r\n"),
       BadRequest("name: is required")},
      {"BareLineFeedBehindAChunkSize",
       Framed("Transfer-Encoding: chunked\r\n", "2\n{}\r\n0\r\n\r\n"), BadRequest("HTTP/1.1")},
      {"ChunkLongerThanItsSize", Framed("Transfer-Encoding: chunked\r\n", "2\r\nabc\r\n0\r\n\r\n"),
       BadRequest("HTTP/1.1")},
      {"Chunks",
       Framed("Transfer-Encoding: chunked\r\n", "1;x=y\r\n{\r\n1\r\n}\r\n0\r\nT: x\r\n\r\n"),
       BadRequest("name: is required")},
  };
  return kRows;
}

class HostileInputTest : public testing::Test {
 protected:
  explicit HostileInputTest(const std::vector<std::string>& arguments = {}) : server_(arguments) {}

  void ExpectReply(const std::string& reply, const Expected& expected) {
    EXPECT_EQ(reply.substr(0, 13), "HTTP/1.1 " + std::to_string(expected.status) + " ") << reply;
    const std::size_t end = reply.find("\r\n\r\n");
    ASSERT_NE(end, std::string::npos) << reply;
    const std::string head = reply.substr(0, end + 2);
    const std::string body = reply.substr(end + 4);
    EXPECT_NE(head.find("\r\nContent-Type: application/json\r\n"), std::string::npos) << head;
    EXPECT_TRUE(std::regex_search(head, std::regex("\r\nx-amzn-RequestId: [0-9a-f-]{36}\r\n")))
        << head;
    std::string text = body;
    if (!expected.code.empty()) {
      EXPECT_NE(head.find("\r\nx-amzn-ErrorType: " + expected.code + "\r\n"), std::string::npos)
          << head;
      text = json::GetString(json::Parse(body), Key{"message"});
      EXPECT_LT(text.size(), 1000u);
    }
    EXPECT_NE(text.find(expected.names), std::string::npos) << text;
    std::cout << expected.status << " " << expected.code << ": " << text << "\n";
  }
  void ExpectAlive() {
    EXPECT_EQ(Exchange(server_.port(), "GET", "/v1/flows").substr(0, 12), "HTTP/1.1 200");
  }

  void SendAll(const std::vector<Hostile>& rows) {
    for (const Hostile& row : rows) {
      SCOPED_TRACE(row.name);
      std::cout << row.name << " -> ";
      Client client(server_.port());
      client.Send(row.bytes);
      ExpectReply(client.ReadAll(), row.reply);
      ExpectAlive();
    }
    ExpectKept(rows);
  }
  // What was refused left nothing behind.
  void ExpectKept(const std::vector<Hostile>& rows) {
    Client client(server_.port());
    client.Send(Ask("GET", "/v1/flows?maxResults=1000"));
    const std::string reply = client.ReadAll();
    const json::Value page = json::Parse(BodyOf(reply));
    const auto created = std::count_if(rows.begin(), rows.end(),
                                       [](const Hostile& row) { return row.reply.status == 201; });
    EXPECT_EQ(json::Items(page, Key{"flows"}).Size(), created);
  }

  ServerProcess server_;
};

TEST_F(HostileInputTest, Bodies) { SendAll(Bodies()); }
TEST_F(HostileInputTest, Targets) { SendAll(Targets()); }
TEST_F(HostileInputTest, Framings) { SendAll(Framings()); }

TEST_F(HostileInputTest, ABodyOver1MiBThatIsStillBeingSentWhenTheReplyComes) {
  Client client(server_.port());
  client.Send("POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2097152\r\n\r\n");
  const std::string first = client.Read(12);  // comes before a byte of the body was sent
  client.Send(std::string(2'097'152, ' '));
  ExpectReply(first + client.ReadAll(), {413, "RequestEntityTooLargeException", "1048576 bytes"});
  ExpectAlive();
}

TEST_F(HostileInputTest, ARequestInTheBodyOfAnotherIsNotServed) {
  Client client(server_.port());
  client.Send(Framed("Content-Length: 61\r\nTransfer-Encoding: chunked\r\n",
                     "0\r\n\r\nPOST /_mediaconnect/reset HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  const std::string replies = client.ReadAll();
  EXPECT_EQ(replies.find("x-amzn-RequestId"), replies.rfind("x-amzn-RequestId")) << replies;
  ExpectReply(replies, BadRequest("Transfer-Encoding"));
  ExpectAlive();
}

TEST_F(HostileInputTest, TheRefusalOfAHeadHasNoBody) {
  for (const std::string& request :
       {Ask("HEAD", "/v1/flows", "Host: other\r\n"), Ask("HEAD", "/" + Repeat("x", 20'000)),
        Ask("HEAD", "/v1/flows", "X: " + Repeat("x", 20'000) + "\r\n"),
        std::string("HEAD /v1/flows HTTP/2.0\r\n\r\n")}) {
    Client client(server_.port());
    client.Send(request);
    const std::string reply = client.ReadAll();
    EXPECT_EQ(reply.rfind("HTTP/1.1 ", 0), 0u) << reply;
    EXPECT_EQ(reply.find("\r\n\r\n"), reply.size() - 4) << reply;
    EXPECT_EQ(reply.find("Content-Length: 0\r\n"), std::string::npos) << reply;
  }
  ExpectAlive();
}

TEST_F(HostileInputTest, ATrailerChoosesNoAccount) {
  const std::string flow =
      R"({"name":"a","source":{"protocol":"rtp","whitelistCidr":"10.0.0.0/24"}})";
  const std::string credential = "Authorization: AWS4-HMAC-SHA256 Credential=";
  const std::string rest = "/20260101/us-east-1/mediaconnect/aws4_request\r\n";
  char size[8];
  std::snprintf(size, sizeof size, "%zx", flow.size());
  Client client(server_.port());
  client.Send(Framed("Transfer-Encoding: chunked\r\n", std::string(size) + "\r\n" + flow +
                                                           "\r\n0\r\n" + credential +
                                                           "444455556666" + rest + "\r\n"));
  const std::string reply = client.ReadAll();
  EXPECT_EQ(StatusOf(reply), "201") << reply;
  EXPECT_NE(reply.find(":000000000000:flow:"), std::string::npos) << reply;
}

// The host of the target counts, not the header: a control path must not be reached through it.
TEST_F(HostileInputTest, TheAuthorityOfAnAbsoluteTargetIsTheHost) {
  for (const auto& [target, status] :
       {std::pair("http://evil.example/_mediaconnect/operations", "403"),
        std::pair("http://localhost/_mediaconnect/operations", "200")}) {
    Client client(server_.port());
    client.Send(Ask("GET", target));
    EXPECT_EQ(StatusOf(client.ReadAll()), status) << target;
  }
  Client client(server_.port());
  client.Send(
      "GET http://localhost/_mediaconnect/operations HTTP/1.1\r\nHost: evil.example\r\n"
      "Connection: close\r\n\r\n");
  EXPECT_EQ(StatusOf(client.ReadAll()), "200");
}

TEST_F(HostileInputTest, TheReplyToHeadHasNoBody) {
  Client client(server_.port());
  client.Send(Ask("HEAD", "/v1/flows"));
  const std::string reply = client.ReadAll();
  EXPECT_EQ(reply.rfind("HTTP/1.1 403 ", 0), 0u) << reply;
  EXPECT_EQ(reply.substr(reply.size() - 4), "\r\n\r\n");
  ExpectAlive();
}

class SlowClientTest : public HostileInputTest {
 protected:
  SlowClientTest() : HostileInputTest({"--request-timeout", "100ms", "--idle-timeout", "100ms"}) {}
  const Expected too_slow_{408, "RequestTimeoutException", "100 ms"};
};

TEST_F(SlowClientTest, AHeadThatNeverEndsIs408) {
  Client client(server_.port());
  client.Send("GET /v1/flows HTTP/1.1\r\nHost: local");
  ExpectReply(client.ReadAll(), too_slow_);
  ExpectAlive();
}

TEST_F(SlowClientTest, ABodyThatNeverEndsIs408) {
  Client client(server_.port());
  client.Send("POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n{");
  ExpectReply(client.ReadAll(), too_slow_);
  ExpectAlive();
}

TEST_F(SlowClientTest, AConnectionThatSaysNothingIsClosed) {
  Client client(server_.port());
  EXPECT_EQ(client.ReadAll(), "");
  ExpectAlive();
}

}  // namespace
}  // namespace mediaconnect
