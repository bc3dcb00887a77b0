// How the real binary starts: what its options do, and what it refuses to start with.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "server/version.h"
#include "tests/support/client.h"
#include "tests/support/process.h"

namespace mediaconnect {
namespace {

std::string FileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class StartTest : public testing::Test {
 protected:
  StartTest() { std::filesystem::create_directories(folder_); }
  ~StartTest() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ =
      std::filesystem::temp_directory_path() / ("mediaconnect-start-" + std::to_string(getpid()));
  const std::string data_ = folder_ + "/model.db";
};

// Expects that the server does not start, and says why in one line.
void ExpectRefusal(const std::vector<std::string>& arguments, int status, const std::string& why) {
  ServerProcess server(arguments);
  EXPECT_EQ(server.ready_line(), "");
  EXPECT_EQ(server.Wait(), status) << why;
  const std::string errors = server.Errors();
  EXPECT_EQ(errors.rfind("mediaconnect-mock: ", 0), 0u) << errors;
  EXPECT_NE(errors.find(why), std::string::npos) << errors;
  EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << errors;
}

std::string Get(Client& client, const std::string& target) {
  client.Send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  return client.ReadAll();
}

TEST_F(StartTest, ListensOnBothLoopbackAddresses) {
  const ServerProcess server;
  for (const char* address : {"127.0.0.1", "::1"}) {
    Client client(server.port(), address);
    EXPECT_EQ(StatusOf(Get(client, "/v1/flows")), "200") << address;
  }
}

// Which Host a control path answers to goes by the address that was bound, and not by the one that
// the connection came in on, which in a container is never loopback.
TEST_F(StartTest, ControlPathsTakeTheHostsOfTheAddressThatWasBound) {
  const auto reset = [](const ServerProcess& server, const std::string& headers) {
    Client client(server.port());
    client.Send("POST /_mediaconnect/reset HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n" +
                headers + "\r\n");
    return StatusOf(client.ReadAll());
  };
  const std::string host = "Host: mediaconnect:4580\r\n";
  const std::string origin = "Origin: http://mediaconnect:4580\r\n";
  const ServerProcess everywhere({"--host", "0.0.0.0"});
  EXPECT_EQ(reset(everywhere, host), "200");
  EXPECT_EQ(reset(everywhere, host + origin), "403");
  EXPECT_EQ(reset(everywhere, host + "Sec-Fetch-Site: same-origin\r\n"), "403");
  EXPECT_EQ(reset(everywhere, "Host: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"), "200");
  const ServerProcess loopback;
  EXPECT_EQ(reset(loopback, host), "403");
  EXPECT_EQ(reset(loopback, "Host: localhost\r\n"), "200");
  const ServerProcess allowed({"--host", "0.0.0.0", "--allowed-host", "mediaconnect"});
  EXPECT_EQ(reset(allowed, host + origin), "200");
}

TEST_F(StartTest, ControlOperationsAskForTheToken) {
  const ServerProcess server({"--control-token", "s3cret"});
  const auto status = [&](const std::string& target, const std::string& header) {
    Client client(server.port());
    client.Send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header +
                "\r\n");
    return StatusOf(client.ReadAll());
  };
  EXPECT_EQ(status("/_mediaconnect/operations", ""), "401");
  EXPECT_EQ(status("/_mediaconnect/operations", "Authorization: Bearer s3cret\r\n"), "200");
  EXPECT_EQ(status("/_mediaconnect/ready", ""), "200");
  EXPECT_EQ(status("/v1/flows", ""), "200");
}

TEST_F(StartTest, ListensOnTheHostThatItIsGiven) {
  const ServerProcess server({"--host", "127.0.0.2"});
  EXPECT_EQ(server.ready_line(), R"({"ready":true,"endpoint":"http://127.0.0.2:)" +
                                     std::to_string(server.port()) + "\"}");
  Client client(server.port(), "127.0.0.2");
  EXPECT_EQ(StatusOf(Get(client, "/v1/flows")), "200");
  EXPECT_THROW(Client(server.port(), "127.0.0.1"), boost::system::system_error);
}

TEST_F(StartTest, WritesItsPortToTheFile) {
  const ServerProcess server({"--port-file", folder_ + "/port"});
  EXPECT_EQ(FileText(folder_ + "/port"), std::to_string(server.port()) + "\n");
}

TEST_F(StartTest, ServesBelowItsBasePath) {
  const ServerProcess server({"--base-path", "/mock"});
  EXPECT_NE(server.ready_line().find("/mock\"}"), std::string::npos) << server.ready_line();
  EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/mock/v1/flows")), "200");
  EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/v1/flows")), "403");
}

TEST_F(StartTest, ARequestWithoutCredentialsIsOfTheDefaultAccountAndRegion) {
  const ServerProcess server({"--account-id", "999988887777", "--region", "cn-north-1"});
  const std::string body =
      R"({"name":"a","source":{"protocol":"rtp","whitelistCidr":"10.0.0.0/8"}})";
  Client client(server.port());
  client.Send(
      "POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body);
  const std::string response = client.ReadAll();
  EXPECT_NE(response.find("arn:aws-cn:mediaconnect:cn-north-1:999988887777:flow:"),
            std::string::npos)
      << response;
}

TEST_F(StartTest, LogsRequestsAsItsOptionsSay) {
  ServerProcess server({"--log-format", "json"});
  EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/v1/flows")), "200");
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
  for (const char* part :
       {R"("operation":"ListFlows")", R"("account":"111122223333")", R"("region":"us-east-1")",
        R"("status":200)", R"("requestId":")", R"("milliseconds":)"}) {
    EXPECT_NE(server.Errors().find(part), std::string::npos) << part << server.Errors();
  }
  ServerProcess silent({"--log-level", "off"});
  EXPECT_EQ(StatusOf(Exchange(silent.port(), "GET", "/v1/flows")), "200");
  silent.Signal(SIGTERM);
  EXPECT_EQ(silent.Wait(), 0);
  EXPECT_EQ(silent.Errors(), "");
}

TEST_F(StartTest, LimitsHold) {
  const ServerProcess server({"--max-body-bytes", "1KiB", "--max-header-bytes", "1KiB"});
  EXPECT_EQ(StatusOf(Exchange(server.port(), "POST", "/v1/flows", std::string(1025, ' '))), "413");
  EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/" + std::string(1024, 'x'))), "414");
  EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/v1/flows", "", std::string(1024, '1'))),
            "431");
  const ServerProcess narrow({"--max-connections", "1"});
  const Client only(narrow.port());
  EXPECT_EQ(StatusOf(Client(narrow.port()).ReadAll()), "503");
}

TEST_F(StartTest, AnIdleConnectionIsClosed) {
  const ServerProcess server({"--idle-timeout", "1ms"});
  EXPECT_EQ(Client(server.port()).ReadAll(), "");
}

TEST_F(StartTest, ARequestThatDoesNotComeInIsRefused) {
  const ServerProcess server({"--request-timeout", "1ms"});
  Client client(server.port());
  client.Send("GET /v1/flows HTTP/1.1\r\n");
  EXPECT_EQ(StatusOf(client.ReadAll()), "408");
}

TEST_F(StartTest, HelpAndVersionEndWithoutServing) {
  ServerProcess help({"--help"});
  EXPECT_EQ(help.ready_line(), "A local AWS Elemental MediaConnect for tests.");
  EXPECT_EQ(help.Wait(), 0);
  ServerProcess version({"--version"});
  EXPECT_EQ(version.ready_line().rfind("mediaconnect-mock " + std::string(Version()) + " (", 0), 0u)
      << version.ready_line();
  EXPECT_EQ(version.Wait(), 0);
}

TEST_F(StartTest, ABadOptionIsRefused) {
  ExpectRefusal({"--threads", "many"}, 2, "--threads many: must be a whole number from 1 to 64");
  ExpectRefusal({"--prot", "1"}, 2, "--help lists the options");
}

TEST_F(StartTest, APortInUseIsRefused) {
  const ServerProcess first;
  const std::string port = std::to_string(first.port());
  ExpectRefusal({"--port", port}, 1, "cannot listen on 127.0.0.1:" + port);
  ExpectRefusal({"--port", port}, 1, "another program has it: choose another with --port");
}

TEST_F(StartTest, AnAddressThatIsNotThisMachinesIsRefused) {
  ExpectRefusal({"--host", "192.0.2.1"}, 1, "cannot listen on 192.0.2.1");
  ExpectRefusal({"--host", "no-such-host.invalid"}, 1, "--host no-such-host.invalid");
}

TEST_F(StartTest, APathThatCannotBeWrittenIsRefused) {
  ExpectRefusal({"--data", folder_ + "/absent/model.db"}, 1, "cannot write " + folder_ + "/absent");
  ExpectRefusal({"--data", folder_}, 1, "it is a folder");
  ExpectRefusal({"--port-file", folder_ + "/absent/port"}, 1, "--port-file " + folder_ + "/absent");
}

TEST_F(StartTest, ASecondProcessOnTheSameFileIsRefused) {
  const ServerProcess first({"--data", data_});
  ExpectRefusal({"--data", data_}, 1, data_ + " is in use by another mediaconnect-mock");
}

TEST_F(StartTest, AFileOfAnotherProgramIsRefusedAndStaysAsItIs) {
  const std::string text = "This is no database at all, but somebody's notes.";
  std::ofstream(data_) << text;
  ExpectRefusal({"--data", data_}, 1, "cannot use " + data_ + " as a data file");
  EXPECT_EQ(FileText(data_), text);
  std::filesystem::remove(data_);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(StartTest, AnEmptyDataFileIsTakenAndTheLogSaysSo) {
  std::ofstream(data_).flush();
  ServerProcess server({"--data", data_});
  EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/v1/flows")), "200");
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
  const std::string errors = server.Errors();
  EXPECT_NE(errors.find("--data " + data_ + ": the file was empty"), std::string::npos) << errors;
}

// The tables of a new file are in its WAL until the server is idle or stops.
TEST_F(StartTest, TheLogSaysThatACopyWithoutItsWalIsEmpty) {
  const ServerProcess original({"--data", data_});
  const std::string copy = folder_ + "/copy.db";
  std::filesystem::copy(data_, copy);
  ServerProcess server({"--data", copy});
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
  const std::string errors = server.Errors();
  for (const std::string& part : {copy + ": the file was empty", std::string(".backup")}) {
    EXPECT_NE(errors.find(part), std::string::npos) << errors;
  }
}

TEST_F(StartTest, TheLogSaysWhatWasFoundInTheDataFile) {
  const auto log_of_a_run = [&](const std::vector<std::string>& accounts) {
    ServerProcess server({"--data", data_});
    for (const std::string& account : accounts) {
      const std::string flow =
          R"({"name":"a","source":{"protocol":"rtp","whitelistCidr":"10.0.0.0/8"}})";
      EXPECT_EQ(StatusOf(Exchange(server.port(), "POST", "/v1/flows", flow, account)), "201");
    }
    server.Signal(SIGTERM);
    EXPECT_EQ(server.Wait(), 0);
    return server.Errors();
  };
  const auto expect = [](const std::string& log, const std::string& line) {
    EXPECT_NE(log.find(line), std::string::npos) << line << " is not in\n" << log;
  };
  expect(log_of_a_run({"111122223333", "444455556666"}), "--data " + data_ + ": a new file\n");
  // Of each flow: the flow and its source.
  expect(log_of_a_run({}), "--data " + data_ + ": found 4 resources in 2 accounts\n");
}

// Runs SQL on the file as another program would.
void Execute(const std::string& file, const char* sql) {
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(sqlite3_close(connection), SQLITE_OK);
}

TEST_F(StartTest, ADatabaseOfAnotherProgramIsRefusedAndStaysAsItIs) {
  Execute(data_, "CREATE TABLE theirs (x)");
  const std::string before = FileText(data_);
  ExpectRefusal({"--data", data_}, 1, data_ + " is a database of another program");
  EXPECT_EQ(FileText(data_), before);
}

TEST_F(StartTest, AFileOfANewerVersionIsRefusedAndStaysAsItIs) {
  {
    ServerProcess server({"--data", data_});
    server.Signal(SIGTERM);
    ASSERT_EQ(server.Wait(), 0);
  }
  Execute(data_, "PRAGMA user_version = 1000");
  const std::string before = FileText(data_);
  ExpectRefusal({"--data", data_}, 1, data_ + " was written by a newer mediaconnect-mock");
  EXPECT_EQ(FileText(data_), before);
}

TEST_F(StartTest, TheHealthcheckSaysWhetherAServerIsReady) {
  const ServerProcess server;
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port());
  ServerProcess healthy({"healthcheck", url});
  EXPECT_EQ(healthy.Wait(), 0);
  ExpectRefusal({"healthcheck", url + "/elsewhere"}, 1, "no healthy server at " + url);
  ExpectRefusal({"healthcheck", "http://127.0.0.1:1"}, 1,
                "no healthy server at http://127.0.0.1:1");
  ExpectRefusal({"healthcheck", "nonsense"}, 1, "nonsense");
}

}  // namespace
}  // namespace mediaconnect
