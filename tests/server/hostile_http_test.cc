// Hostile HTTP: framing, heads, versions, and clients that are slow. One row for each kind.
#include "server/request_parser.h"
#include "tests/support/hostile.h"

namespace mediaconnect::hostile {
namespace {

// A request with headers that say how long "abc" is, and something after it.
std::string Framed(std::string_view headers, std::string_view rest = "abc") {
  std::string bytes = "POST /v1/flows HTTP/1.1\r\nHost: localhost\r\n";
  return bytes.append(headers).append(kEnd).append(rest);
}

Expected OtherVersion() { return {505, "HTTPVersionNotSupportedException", "HTTP/1.1"}; }

// A request to a host.
std::string Asked(std::string_view host) {
  std::string bytes = "GET /v1/flows HTTP/1.1\r\nHost: ";
  return bytes.append(host).append("\r\n").append("Connection: close\r\n\r\n");
}

const std::vector<Hostile>& Framings() {
  const std::string big_chunks = Repeat("10000\r\n" + Repeat(" ", 0x10000) + "\r\n", 17);
  static const std::vector<Hostile> kRows = {
      {"BodyOf1MiB", CreateFlow(Repeat(" ", 1'048'576)), BadRequest("name: ")},
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
      {"NoHttp", "nonsense\r\n\r\n", BadRequest("valid HTTP/1.1")},
      {"TlsHello", "\x16\x03\x01\x02\x01\x01\xfc\x03\x03", BadRequest({"http://", "https://"})},
      {"Http09", "GET /v1/flows\r\n\r\n", BadRequest("valid HTTP/1.1")},
      {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", OtherVersion()},
      {"Http2", "GET /v1/flows HTTP/2.0\r\nHost: localhost\r\n\r\n", OtherVersion()},
      {"UnknownVersion", "GET /v1/flows HTTP/9.9\r\n\r\n", OtherVersion()},
      {"VersionThatIsNone", "GET /v1/flows HTTP/1.x\r\n\r\n", BadRequest("valid HTTP/1.1")},
      {"VersionWithoutSlash", "GET /v1/flows HTTP 1.1\r\n\r\n", BadRequest("valid HTTP/1.1")},
      {"LowerCaseVersion", "GET /v1/flows http/1.1\r\n\r\n", BadRequest("valid HTTP/1.1")},
      {"TwoSpaces", "GET  /v1/flows HTTP/1.1\r\nHost: a\r\n\r\n", BadRequest("valid HTTP/1.1")},
      {"SpaceInTheTarget", Ask("GET", "/v1/fl ows"), BadRequest("valid HTTP/1.1")},
      {"NulInTheTarget", Ask("GET", std::string_view("/v1/\0flows", 10)),
       BadRequest("valid HTTP/1.1")},
      {"CarriageReturnInAHeader", Ask("GET", "/v1/flows", "X: a\rb\r\n"), BadRequest("HTTP/1.1")},
      {"LineFeedInAHeader", Ask("GET", "/v1/flows", "X: a\nY: b\r\n"), BadRequest("HTTP/1.1")},
      {"EmptyHeaderName", Ask("GET", "/v1/flows", ": x\r\n"), BadRequest("HTTP/1.1")},
      {"EmptyLineBeforeTheRequest", "\r\n" + Ask("GET", "/v1/flows"), {200, "", "flows"}},
      {"EmptyLinesBeforeTheRequest", "\r\n\r\n\r\n" + Ask("GET", "/v1/flows"), {200, "", "flows"}},
      {"BareLineFeedBeforeTheRequest", "\n" + Ask("GET", "/v1/flows"),
       BadRequest("valid HTTP/1.1")},
      {"BytesOfNoTextInThePath",
       Ask("GET", "/\xff\xfe"),
       {403, "MissingAuthenticationTokenException", "GET \"/??\""}},
      {"BytesOfNoTextInTheOrigin",
       Ask("GET", "/_mediaconnect/health", "Origin: \xff\r\n"),
       {403, "ForbiddenException", "another origin: \"?\""}},
      {"Http10", "GET /v1/flows HTTP/1.0\r\n\r\n", {200, "", "flows"}},
      {"BareLineFeeds", "GET /v1/flows HTTP/1.1\nHost: x\n\n", BadRequest("valid HTTP/1.1")},
      {"SpaceBeforeTheMethod", " " + Ask("GET", "/v1/flows"), BadRequest("valid HTTP/1.1")},
      {"HeaderWithoutColon", Ask("GET", "/v1/flows", "no colon\r\n"), BadRequest("HTTP/1.1")},
      {"HeaderNameWithSpace", Ask("GET", "/v1/flows", "X : y\r\n"), BadRequest("HTTP/1.1")},
      {"NulInAHeader", Ask("GET", "/v1/flows", std::string("X: a\0b\r\n", 8)),
       BadRequest("HTTP/1.1")},
      {"NoHost", "GET /v1/flows HTTP/1.1\r\nConnection: close\r\n\r\n", BadRequest("Host")},
      {"TwoHosts", Ask("GET", "/v1/flows", "Host: other\r\n"), BadRequest("Host")},
      {"EmptyHost",
       "GET /v1/flows HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
       {200, "", "flows"}},
      {"HostWithBracketLeftOpen", Asked("[::1"), BadRequest({"Host", "\"[::1\""})},
      {"HostWithEmptyBrackets", Asked("[]"), BadRequest({"Host", "\"[]\""})},
      {"HostWithTextBehindItsBracket", Asked("[::1]a"), BadRequest({"Host", "\"[::1]a\""})},
      {"HostWithPath", Asked("a/b"), BadRequest({"Host", "\"a/b\""})},
      {"HostWithTwoPorts", Asked("a:1:2"), BadRequest({"Host", "\"a:1:2\""})},
      {"HostWithPortThatIsNone", Asked("a:b"), BadRequest({"Host", "\"a:b\""})},
      {"HostWithUser", Asked("a@b"), BadRequest({"Host", "\"a@b\""})},
      {"HostWithSpace", Asked("a b"), BadRequest({"Host", "\"a b\""})},
      {"HostThatIsAList", Asked("a, b"), BadRequest({"Host", "\"a, b\""})},
      {"HostWithAddressAndPort", Asked("[::1]:4580"), {200, "", "flows"}},
      {"HostInHttp10", "GET /v1/flows HTTP/1.0\r\nHost: a/b\r\n\r\n",
       BadRequest({"Host", "\"a/b\""})},
      {"AuthorityWithTwoPorts", Ask("GET", "http://a:1:2/v1/flows"),
       BadRequest({"target", "\"a:1:2\""})},
      {"AuthorityWithUser", Ask("GET", "http://u@a/v1/flows"), BadRequest({"target", "\"u@a\""})},
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
       BadRequest("name: ")},
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
       BadRequest("name: ")},
      {"BareLineFeedBehindAChunkSize",
       Framed("Transfer-Encoding: chunked\r\n", "2\n{}\r\n0\r\n\r\n"), BadRequest("HTTP/1.1")},
      {"ChunkLongerThanItsSize", Framed("Transfer-Encoding: chunked\r\n", "2\r\nabc\r\n0\r\n\r\n"),
       BadRequest("HTTP/1.1")},
      {"Chunks",
       Framed("Transfer-Encoding: chunked\r\n", "1;x=y\r\n{\r\n1\r\n}\r\n0\r\nT: x\r\n\r\n"),
       BadRequest("name: ")},
  };
  return kRows;
}

using HostileHttpTest = HostileTest;

TEST_F(HostileHttpTest, Framings) { SendAll(Framings()); }

TEST_F(HostileHttpTest, ABodyOver1MiBThatIsStillBeingSentWhenTheReplyComes) {
  Client client(server_.port());
  client.Send("POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2097152\r\n\r\n");
  const std::string first = client.Read(12);  // comes before a byte of the body was sent
  client.Send(std::string(2'097'152, ' '));
  ExpectReply(first + client.ReadAll(), {413, "RequestEntityTooLargeException", "1048576 bytes"});
  ExpectAlive();
}

TEST_F(HostileHttpTest, ARequestInTheBodyOfAnotherIsNotServed) {
  Client client(server_.port());
  client.Send(Framed("Content-Length: 61\r\nTransfer-Encoding: chunked\r\n",
                     "0\r\n\r\nPOST /_mediaconnect/reset HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  const std::string replies = client.ReadAll();
  EXPECT_EQ(replies.find("x-amzn-RequestId"), replies.rfind("x-amzn-RequestId")) << replies;
  ExpectReply(replies, BadRequest("Transfer-Encoding"));
  ExpectAlive();
}

TEST_F(HostileHttpTest, TheRefusalOfAHeadHasNoBody) {
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

TEST_F(HostileHttpTest, ATrailerChoosesNoAccount) {
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
TEST_F(HostileHttpTest, TheAuthorityOfAnAbsoluteTargetIsTheHost) {
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

TEST_F(HostileHttpTest, TheReplyToHeadHasNoBody) {
  Client client(server_.port());
  client.Send(Ask("HEAD", "/v1/flows"));
  const std::string reply = client.ReadAll();
  EXPECT_EQ(reply.rfind("HTTP/1.1 403 ", 0), 0u) << reply;
  EXPECT_EQ(reply.substr(reply.size() - 4), "\r\n\r\n");
  ExpectAlive();
}

class SlowClientTest : public HostileHttpTest {
 protected:
  SlowClientTest() : HostileHttpTest({"--request-timeout", "100ms", "--idle-timeout", "100ms"}) {}
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

// Beast makes room for as much as the head says as soon as it may read the body.
TEST(HostileHead, ABodyThatIsTooLargeIsRefusedBeforeThereIsRoomForIt) {
  RequestParser parser({});
  RequestParser::Buffer buffer;
  const std::string_view text =
      "POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Length: 2222222222222\r\n\r\n{}";
  const auto space = buffer.prepare(text.size());
  std::copy(text.begin(), text.end(), static_cast<char*>(space.data()));
  buffer.commit(text.size());
  ASSERT_EQ(parser.Feed(buffer), RequestParser::Step::kHead);
  // Whether or not somebody looks at its length.
  EXPECT_EQ(parser.Feed(buffer), RequestParser::Step::kRefused);
  EXPECT_EQ(parser.refusal().code, ErrorCode::RequestEntityTooLargeException);
  EXPECT_FALSE(parser.LimitBody(1'000'000'000'000));
  EXPECT_EQ(parser.Feed(buffer), RequestParser::Step::kRefused);
}

}  // namespace
}  // namespace mediaconnect::hostile
