#include "server/options.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace mediaconnect {
namespace {

Options Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "mediaconnect-mock");
  return ParseOptions(static_cast<int>(arguments.size()), arguments.data());
}

std::string ErrorOf(const std::vector<const char*>& arguments) {
  try {
    Parse(arguments);
    return "";
  } catch (const OptionsExit& exit) {
    EXPECT_EQ(exit.status, 2);
    EXPECT_EQ(std::string(exit.what()).find('\n'), std::string::npos) << exit.what();
    return exit.what();
  }
}

// Sets a variable for the life of a test.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

// Begins without the variables of the person who runs the tests.
class OptionsTest : public testing::Test {
 protected:
  OptionsTest() {
    std::vector<std::string> names;
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string_view text(*entry);
      if (text.starts_with("MEDIACONNECT_")) names.emplace_back(text.substr(0, text.find('=')));
    }
    for (const std::string& name : names) unsetenv(name.c_str());
  }
};

TEST_F(OptionsTest, HaveDefaults) {
  const Options options = Parse({});
  EXPECT_EQ(options.server.port, 4580);
  EXPECT_TRUE(options.server.hosts.empty());
  EXPECT_EQ(options.server.threads, 1);
  EXPECT_EQ(options.server.limits.body_bytes, 1024u * 1024u);
  EXPECT_EQ(options.default_scope, (Scope{"000000000000", "us-east-1"}));
  EXPECT_EQ(options.settings.transition_delay_ms, 0);
  EXPECT_FALSE(options.seed.has_value());
  EXPECT_EQ(options.data, "");
  EXPECT_TRUE(options.warnings.empty());
}

TEST_F(OptionsTest, AreReadFromFlags) {
  const Options options = Parse({"--host",
                                 "0.0.0.0",
                                 "--host",
                                 "::",
                                 "--port",
                                 "0",
                                 "--data",
                                 "/x/y",
                                 "--seed",
                                 "7",
                                 "--account-id",
                                 "111122223333",
                                 "--region",
                                 "eu-west-1",
                                 "--transition-delay",
                                 "2s",
                                 "--base-path",
                                 "/mock/",
                                 "--quota",
                                 "current",
                                 "--quota",
                                 "outputs-per-flow=5",
                                 "--check-responses",
                                 "--allowed-host",
                                 "a.test",
                                 "--threads",
                                 "4",
                                 "--max-body-bytes",
                                 "64KiB",
                                 "--log-format",
                                 "json",
                                 "--log-level",
                                 "error",
                                 "--idle-timeout",
                                 "500ms"});
  EXPECT_EQ(options.server.hosts, (std::vector<std::string>{"0.0.0.0", "::"}));
  EXPECT_EQ(options.server.port, 0);
  EXPECT_EQ(options.seed, 7u);
  EXPECT_EQ(options.default_scope, (Scope{"111122223333", "eu-west-1"}));
  EXPECT_EQ(options.settings.transition_delay_ms, 2000);
  EXPECT_EQ(options.base_path, "/mock");
  EXPECT_EQ(options.settings.quotas.Of(Quota::kOutputsPerFlow), 5);
  EXPECT_EQ(options.settings.quotas.Of(Quota::kFlows), 20);
  EXPECT_TRUE(options.check_responses);
  EXPECT_EQ(options.server.threads, 4);
  EXPECT_EQ(options.server.limits.body_bytes, 65536u);
  EXPECT_EQ(options.log_format, Log::Format::kJson);
  EXPECT_EQ(options.server.limits.idle, std::chrono::milliseconds(500));
}

TEST_F(OptionsTest, AreReadFromVariablesAndFlagsWin) {
  const Variable port("MEDIACONNECT_PORT", "5000");
  const Variable hosts("MEDIACONNECT_HOST", "0.0.0.0,::1");
  const Variable delay("MEDIACONNECT_TRANSITION_DELAY", "500ms");
  const Variable check("MEDIACONNECT_CHECK_RESPONSES", "true");
  EXPECT_EQ(Parse({}).server.port, 5000);
  EXPECT_EQ(Parse({"--port", "6000"}).server.port, 6000);
  EXPECT_EQ(Parse({}).server.hosts, (std::vector<std::string>{"0.0.0.0", "::1"}));
  EXPECT_EQ(Parse({}).settings.transition_delay_ms, 500);
  EXPECT_TRUE(Parse({}).check_responses);
}

TEST_F(OptionsTest, TimesHaveUnits) {
  EXPECT_EQ(Parse({"--transition-delay", "1m"}).settings.transition_delay_ms, 60'000);
  EXPECT_EQ(Parse({"--transition-delay", "3"}).settings.transition_delay_ms, 3'000);
  for (const char* value : {"-1s", "s", "1x", "1.5s", "999999999999s"}) {
    EXPECT_NE(ErrorOf({"--transition-delay", value}), "") << value;
  }
}

TEST_F(OptionsTest, ABadValueIsOneLineThatNamesFlagValueAndRule) {
  const std::vector<std::vector<const char*>> bad = {
      {"--port", "70000"},       {"--port", "x"},         {"--port", "-1"},
      {"--seed", "-1"},          {"--account-id", "abc"}, {"--account-id", "1234567890123"},
      {"--region", "moon base"}, {"--quota", "lunch"},    {"--threads", "0"},
      {"--log-format", "xml"},   {"--log-level", "loud"}, {"--max-body-bytes", "1TB"},
      {"--base-path", "mock"},   {"--data", ""}};
  for (const auto& arguments : bad) {
    const std::string error = ErrorOf(arguments);
    EXPECT_EQ(error.rfind(std::string(arguments[0]) + " " + arguments[1], 0), 0u) << error;
    EXPECT_NE(error.find("must"), std::string::npos) << error;
  }
}

TEST_F(OptionsTest, ABadVariableIsNamedToo) {
  const Variable port("MEDIACONNECT_PORT", "x");
  EXPECT_EQ(ErrorOf({}).rfind("MEDIACONNECT_PORT x:", 0), 0u) << ErrorOf({});
}

TEST_F(OptionsTest, UnknownFlagsAndMissingValuesAreRefused) {
  EXPECT_NE(ErrorOf({"--prot", "1"}), "");
  EXPECT_NE(ErrorOf({"--port"}), "");
  EXPECT_NE(ErrorOf({"stray"}), "");
}

TEST_F(OptionsTest, AServiceLinkIsNoPort) {
  const Variable port("MEDIACONNECT_PORT", "tcp://10.0.0.1:4580");
  const Variable link("MEDIACONNECT_PORT_4580_TCP_ADDR", "10.0.0.1");
  const Options options = Parse({});
  EXPECT_EQ(options.server.port, 4580);
  ASSERT_EQ(options.warnings.size(), 1u);
  EXPECT_NE(options.warnings[0].find("service link"), std::string::npos);
}

TEST_F(OptionsTest, AnUnknownVariableIsWarnedOf) {
  const Variable typo("MEDIACONNECT_PROT", "1");
  ASSERT_EQ(Parse({}).warnings.size(), 1u);
  EXPECT_NE(Parse({}).warnings[0].find("MEDIACONNECT_PROT"), std::string::npos);
}

TEST_F(OptionsTest, HelpShowsEveryFlagWithItsVariable) {
  try {
    Parse({"--help"});
    FAIL();
  } catch (const OptionsExit& exit) {
    EXPECT_EQ(exit.status, 0);
    const std::string help = exit.what();
    for (const char* text : {"--port", "MEDIACONNECT_PORT", "--transition-delay",
                             "MEDIACONNECT_TRANSITION_DELAY", "healthcheck", "default: 4580"}) {
      EXPECT_NE(help.find(text), std::string::npos) << text;
    }
  }
}

TEST_F(OptionsTest, HealthcheckIsASubcommand) {
  EXPECT_TRUE(Parse({"healthcheck"}).healthcheck);
  EXPECT_EQ(Parse({"healthcheck", "http://x:1"}).healthcheck_url, "http://x:1");
}

}  // namespace
}  // namespace mediaconnect
