// Hostile bytes and what they get, at the socket of the real binary: the right 4xx in the service's
// form, never a 5xx, and the server goes on.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/contract/json.h"
#include "tests/support/client.h"
#include "tests/support/names.h"
#include "tests/support/process.h"

namespace mediaconnect::hostile {

// The reply to expect. `code` is "" for a success, whose body holds `names`.
struct Expected {
  int status;
  std::string code;
  Names names;
};

struct Hostile {
  std::string name;
  std::string bytes;
  Expected reply;
};

inline std::string Repeat(std::string_view text, int count) {
  std::string repeated;
  for (int i = 0; i < count; ++i) repeated += text;
  return repeated;
}

inline Expected BadRequest(Names names) { return {400, "BadRequestException", std::move(names)}; }
inline Expected NoOperation(Names names) {
  return {403, "MissingAuthenticationTokenException", std::move(names)};
}

// The end of a head: the connection closes after the reply, so that all of it can be read.
inline constexpr std::string_view kEnd = "Connection: close\r\n\r\n";

// A request with a body of JSON, more or less.
inline std::string CreateFlow(std::string_view body) {
  std::string bytes = "POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
  return bytes.append(std::to_string(body.size())).append("\r\n").append(kEnd).append(body);
}

// A request without one.
inline std::string Ask(std::string_view method, std::string_view target,
                       std::string_view headers = "") {
  std::string bytes(method);
  bytes.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
  return bytes.append(kEnd);
}

class HostileTest : public testing::Test {
 protected:
  explicit HostileTest(const std::vector<std::string>& arguments = {}) : server_(arguments) {}

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
    ExpectNames(text, expected.names);
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

}  // namespace mediaconnect::hostile
