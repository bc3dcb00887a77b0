// What every client sees of a refusal, at the socket of the real binary: the status, JSON with a
// message, x-amzn-ErrorType and x-amzn-RequestId.
#include <gtest/gtest.h>

#include <regex>

#include "api/contract/json.h"
#include "tests/support/client.h"
#include "tests/support/process.h"

namespace mediaconnect {
namespace {

class RefusalsTest : public testing::Test {
 protected:
  void ExpectRefusal(const std::string& response, int status, const std::string& code,
                     const std::string& names) {
    EXPECT_EQ(response.substr(0, 13), "HTTP/1.1 " + std::to_string(status) + " ") << response;
    const std::size_t end = response.find("\r\n\r\n");
    ASSERT_NE(end, std::string::npos) << response;
    const std::string head = response.substr(0, end + 2);
    EXPECT_NE(head.find("\r\nx-amzn-ErrorType: " + code + "\r\n"), std::string::npos) << head;
    EXPECT_NE(head.find("\r\nContent-Type: application/json\r\n"), std::string::npos) << head;
    EXPECT_TRUE(std::regex_search(head, std::regex("\r\nx-amzn-RequestId: [0-9a-f-]{36}\r\n")))
        << head;
    const json::Value body = json::Parse(response.substr(end + 4));
    const std::string message(json::GetString(body, Key{"message"}));
    EXPECT_NE(message.find(names), std::string::npos) << message;
    // And the server goes on.
    EXPECT_EQ(Exchange(server_.port(), "GET", "/v1/flows").substr(0, 12), "HTTP/1.1 200");
  }
  std::string CreateFlow(std::string_view body) {
    return Exchange(server_.port(), "POST", "/v1/flows", body);
  }

  ServerProcess server_;
};

TEST_F(RefusalsTest, MalformedJson) {
  ExpectRefusal(CreateFlow(R"({"name":"a",)"), 400, "BadRequestException", "not valid JSON");
}

TEST_F(RefusalsTest, AWrongType) {
  ExpectRefusal(CreateFlow(R"({"name":"a","source":{"ingestPort":"5000"}})"), 400,
                "BadRequestException", "source.ingestPort: must be a whole number");
}

TEST_F(RefusalsTest, AMissingRequiredMember) {
  ExpectRefusal(CreateFlow(R"({"name":"a","source":{},"vpcInterfaces":[{"name":"v"}]})"), 400,
                "BadRequestException", "vpcInterfaces[0].roleArn: is required");
}

TEST_F(RefusalsTest, AnUnknownPath) {
  ExpectRefusal(Exchange(server_.port(), "GET", "/v1/nothing"), 403,
                "MissingAuthenticationTokenException", "/v1/nothing");
}

TEST_F(RefusalsTest, AWrongMethod) {
  ExpectRefusal(Exchange(server_.port(), "PATCH", "/v1/flows"), 403,
                "MissingAuthenticationTokenException", "PATCH");
}

TEST_F(RefusalsTest, ABodyOf2MiB) {
  ExpectRefusal(CreateFlow(std::string(2'097'152, ' ')), 413, "RequestEntityTooLargeException",
                "1048576 bytes");
}

TEST_F(RefusalsTest, ABodyOf2MiBThatIsStillBeingSentWhenTheReplyComes) {
  Client client(server_.port());
  client.Send("POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2097152\r\n\r\n");
  const std::string first = client.Read(12);  // comes before a byte of the body was sent
  client.Send(std::string(2'097'152, ' '));
  ExpectRefusal(first + client.ReadAll(), 413, "RequestEntityTooLargeException", "1048576 bytes");
}

TEST_F(RefusalsTest, ABodyOfMoreThan1MiBInChunks) {
  Client client(server_.port());
  client.Send("POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, ' ') + "\r\n";
  for (int i = 0; i < 32; ++i) client.Send(chunk);
  client.Send("0\r\n\r\n");
  ExpectRefusal(client.ReadAll(), 413, "RequestEntityTooLargeException", "1048576 bytes");
}

TEST_F(RefusalsTest, ABodyOf1MiBIsRead) {
  ExpectRefusal(CreateFlow(std::string(1'048'576, ' ')), 400, "BadRequestException",
                "name: is required");
}

}  // namespace
}  // namespace mediaconnect
