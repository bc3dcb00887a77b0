#include "server/options.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace mediaconnect {
namespace {

using namespace std::chrono_literals;

Options Parse(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv = {"mediaconnect-mock"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  return ParseOptions(static_cast<int>(argv.size()), argv.data());
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  try {
    Parse(arguments);
    return "";
  } catch (const OptionsExit& exit) {
    EXPECT_EQ(exit.status, 2);
    EXPECT_EQ(std::string(exit.what()).find('\n'), std::string::npos) << exit.what();
    return exit.what();
  }
}

std::string Help() {
  try {
    Parse({"--help"});
    return "";
  } catch (const OptionsExit& exit) {
    EXPECT_EQ(exit.status, 0);
    return exit.what();
  }
}

// Sets a variable for the life of a test.
class Variable {
 public:
  Variable(std::string name, const std::string& value) : name_(std::move(name)) {
    setenv(name_.c_str(), value.c_str(), 1);
  }
  ~Variable() { unsetenv(name_.c_str()); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const std::string name_;
};

// An option: a value that it takes, how to see that it was taken, and values that it refuses.
struct Case {
  std::string flag;
  std::string variable;
  std::string value;
  bool (*is_taken)(const Options&);
  std::vector<std::string> refused;
};

using O = Options;

const std::vector<Case> kCases = {
    {"--host",
     "MEDIACONNECT_HOST",
     "0.0.0.0",
     [](const O& o) { return o.server.hosts == std::vector<std::string>{"0.0.0.0"}; },
     {}},
    {"--port",
     "MEDIACONNECT_PORT",
     "5000",
     [](const O& o) { return o.server.port == 5000; },
     {"70000", "x", "-1", "1.5"}},
    {"--port-file",
     "MEDIACONNECT_PORT_FILE",
     "/x/port",
     [](const O& o) { return o.port_file == "/x/port"; },
     {}},
    {"--base-path",
     "MEDIACONNECT_BASE_PATH",
     "/mock/",
     [](const O& o) { return o.base_path == "/mock"; },
     {"mock", "/a?b", "/a b"}},
    {"--data",
     "MEDIACONNECT_DATA",
     "/x/model.db",
     [](const O& o) { return o.data == "/x/model.db"; },
     {}},
    {"--seed",
     "MEDIACONNECT_SEED",
     "18446744073709551615",
     [](const O& o) { return o.seed == 18446744073709551615U; },
     {"-1", "x", "18446744073709551616"}},
    {"--account-id",
     "MEDIACONNECT_ACCOUNT_ID",
     "111122223333",
     [](const O& o) { return o.default_scope.account == "111122223333"; },
     {"abc", "1234567890123", "12345678901"}},
    {"--region",
     "MEDIACONNECT_REGION",
     "eu-west-1",
     [](const O& o) { return o.default_scope.region == "eu-west-1"; },
     {"moon base", "EU", "eu"}},
    {"--quota",
     "MEDIACONNECT_QUOTA",
     "outputs-per-flow=5",
     [](const O& o) { return o.settings.quotas.Of(Quota::kOutputsPerFlow) == 5; },
     {"lunch", "outputs-per-flow=x"}},
    {"--transition-delay",
     "MEDIACONNECT_TRANSITION_DELAY",
     "500ms",
     [](const O& o) { return o.settings.transition_delay_ms == 500; },
     {"-1s", "s", "1x", "1.5s", "999999999999s"}},
    {"--throttle",
     "MEDIACONNECT_THROTTLE",
     "true",
     [](const O& o) { return o.throttle; },
     {"maybe", "5"}},
    {"--check-responses",
     "MEDIACONNECT_CHECK_RESPONSES",
     "true",
     [](const O& o) { return o.check_responses; },
     {"maybe"}},
    {"--allowed-host",
     "MEDIACONNECT_ALLOWED_HOST",
     "a.test",
     [](const O& o) { return o.allowed_hosts == std::vector<std::string>{"a.test"}; },
     {}},
    {"--control-token",
     "MEDIACONNECT_CONTROL_TOKEN",
     "aB3-._~+/=",
     [](const O& o) { return o.control_token == "aB3-._~+/="; },
     {"a b", "a=b", "=", "\xC3\xA4", "Bearer abc"}},
    {"--threads",
     "MEDIACONNECT_THREADS",
     "4",
     [](const O& o) { return o.server.threads == 4; },
     {"0", "65", "x"}},
    {"--max-connections",
     "MEDIACONNECT_MAX_CONNECTIONS",
     "7",
     [](const O& o) { return o.server.max_connections == 7; },
     {"0", "1000001", "x"}},
    {"--max-body-bytes",
     "MEDIACONNECT_MAX_BODY_BYTES",
     "64KiB",
     [](const O& o) { return o.server.limits.request.body_bytes == 65'536; },
     {"1TB", "0", "1023", "2GiB", "-1"}},
    {"--max-header-bytes",
     "MEDIACONNECT_MAX_HEADER_BYTES",
     "2048",
     [](const O& o) { return o.server.limits.request.header_bytes == 2048; },
     {"0", "2MiB", "4GiB", "2147483647GiB"}},
    {"--idle-timeout",
     "MEDIACONNECT_IDLE_TIMEOUT",
     "1m",
     [](const O& o) { return o.server.limits.idle == 1min; },
     {"0", "25h", "2147483647h"}},
    {"--request-timeout",
     "MEDIACONNECT_REQUEST_TIMEOUT",
     "3",
     [](const O& o) { return o.server.limits.slow == 3s; },
     {"0s", "25h"}},
    {"--log-format",
     "MEDIACONNECT_LOG_FORMAT",
     "json",
     [](const O& o) { return o.log_format == Log::Format::kJson; },
     {"xml"}},
    {"--log-level",
     "MEDIACONNECT_LOG_LEVEL",
     "error",
     [](const O& o) { return o.log_level == "error"; },
     {"loud"}},
};

bool IsSwitch(const Case& option) { return option.value == "true"; }

std::vector<std::string> AsFlag(const Case& option) {
  if (IsSwitch(option)) return {option.flag};
  return {option.flag, option.value};
}

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
  EXPECT_EQ(options.server.max_connections, 20'000u);
  EXPECT_EQ(options.server.limits.request.body_bytes, 1024u * 1024u);
  EXPECT_EQ(options.server.limits.request.header_bytes, 16u * 1024u);
  EXPECT_EQ(options.server.limits.idle, 75s);
  EXPECT_EQ(options.server.limits.slow, 30s);
  EXPECT_EQ(options.default_scope, (Scope{"000000000000", "us-east-1"}));
  EXPECT_EQ(options.settings.transition_delay_ms, 0);
  EXPECT_FALSE(options.seed.has_value());
  EXPECT_EQ(options.data, "");
  EXPECT_TRUE(options.warnings.empty());
  for (const Case& option : kCases) EXPECT_FALSE(option.is_taken(options)) << option.flag;
}

TEST_F(OptionsTest, EachIsAFlagAndAVariable) {
  for (const Case& option : kCases) {
    EXPECT_TRUE(option.is_taken(Parse(AsFlag(option)))) << option.flag;
    const Variable variable(option.variable, option.value);
    EXPECT_TRUE(option.is_taken(Parse({}))) << option.variable;
    EXPECT_TRUE(Parse({}).warnings.empty()) << option.variable;
  }
}

// A secret's value is not shown.
void ExpectRefused(const std::string& error, const std::string& origin, const std::string& value) {
  const bool is_secret = origin == "--control-token" || origin == "MEDIACONNECT_CONTROL_TOKEN";
  const std::string shown = is_secret ? origin : origin + " " + value;
  EXPECT_EQ(error.rfind(shown + ": must ", 0), 0u) << origin << ": " << error;
}

TEST_F(OptionsTest, AnEmptyVariableIsNone) {
  for (const Case& option : kCases) {
    const Variable variable(option.variable, "");
    EXPECT_FALSE(option.is_taken(Parse({}))) << option.variable;
  }
}

TEST_F(OptionsTest, EachRefusesABadValueInOneLineThatNamesOriginValueAndRule) {
  for (const Case& option : kCases) {
    for (const std::string& value : option.refused) {
      const std::string flag = option.flag + "=" + value;
      ExpectRefused(ErrorOf({flag}), option.flag, value);
      if (!IsSwitch(option)) ExpectRefused(ErrorOf({option.flag, value}), option.flag, value);
      const Variable variable(option.variable, value);
      ExpectRefused(ErrorOf({}), option.variable, value);
    }
    if (!IsSwitch(option)) ExpectRefused(ErrorOf({option.flag, ""}), option.flag, "");
  }
}

TEST_F(OptionsTest, HelpShowsEachFlagWithItsVariable) {
  const std::string help = Help();
  std::size_t flags = 0;
  for (std::size_t at = help.find("  --"); at != std::string::npos;
       at = help.find("  --", at + 1)) {
    ++flags;
  }
  EXPECT_EQ(flags, kCases.size() + 2) << "--version, --licenses, and each option here: " << help;
  for (const Case& option : kCases) {
    EXPECT_NE(help.find("  " + option.flag + " "), std::string::npos) << option.flag;
    EXPECT_NE(help.find("[" + option.variable + "]"), std::string::npos) << option.variable;
  }
  EXPECT_NE(help.find("healthcheck"), std::string::npos);
}

TEST_F(OptionsTest, AFlagWinsOverItsVariable) {
  const Variable port("MEDIACONNECT_PORT", "5000");
  EXPECT_EQ(Parse({"--port", "6000"}).server.port, 6000);
}

TEST_F(OptionsTest, SomeCanBeGivenSeveralTimes) {
  const std::vector<std::string> both = {"0.0.0.0", "::"};
  EXPECT_EQ(Parse({"--host", "0.0.0.0", "--host", "::"}).server.hosts, both);
  const Variable hosts("MEDIACONNECT_HOST", "0.0.0.0,::");
  EXPECT_EQ(Parse({}).server.hosts, both);
  const Options options = Parse({"--quota", "current", "--quota", "outputs-per-flow=5"});
  EXPECT_EQ(options.settings.quotas.Of(Quota::kOutputsPerFlow), 5);
  EXPECT_EQ(options.settings.quotas.Of(Quota::kFlows), 20);
  EXPECT_NE(ErrorOf({"--port", "1", "--port", "2"}), "");
}

TEST_F(OptionsTest, TimesAndSizesHaveUnits) {
  EXPECT_EQ(Parse({"--transition-delay", "1m"}).settings.transition_delay_ms, 60'000);
  EXPECT_EQ(Parse({"--transition-delay", "3"}).settings.transition_delay_ms, 3'000);
  EXPECT_EQ(Parse({"--max-body-bytes", "2MiB"}).server.limits.request.body_bytes, 2'097'152u);
}

TEST_F(OptionsTest, ASwitchCanBeOffToo) {
  EXPECT_FALSE(Parse({"--throttle=false"}).throttle);
  EXPECT_TRUE(Parse({"--throttle=true"}).throttle);
  const Variable throttle("MEDIACONNECT_THROTTLE", "true");
  EXPECT_FALSE(Parse({"--throttle=false"}).throttle);
}

TEST_F(OptionsTest, UnknownFlagsAndMissingValuesAreRefused) {
  EXPECT_EQ(ErrorOf({"--prot", "4581"}),
            "--prot: unknown option or command; did you mean --port? (--help lists the "
            "options)");
  EXPECT_EQ(ErrorOf({"--seed", "1", "--prot=4581"}),
            "--prot: unknown option or command; did you mean --port? (--help lists the "
            "options)");
  EXPECT_NE(ErrorOf({"-port", "1"}).find("did you mean --port?"), std::string::npos);
  EXPECT_NE(ErrorOf({"--delay", "1s"}).find("did you mean --transition-delay?"), std::string::npos);
  EXPECT_NE(ErrorOf({"helthcheck"}).find("did you mean healthcheck?"), std::string::npos);
  EXPECT_EQ(ErrorOf({"stray"}), "stray: unknown option or command (--help lists the options)");
  EXPECT_NE(ErrorOf({"--port"}), "");
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
  EXPECT_EQ(Parse({}).warnings[0],
            "ignoring MEDIACONNECT_PROT: no option has this variable; did you mean "
            "MEDIACONNECT_PORT?");
}

TEST_F(OptionsTest, HealthcheckIsASubcommand) {
  EXPECT_TRUE(Parse({"healthcheck"}).healthcheck);
  EXPECT_EQ(Parse({"healthcheck", "http://x:1"}).healthcheck_url, "http://x:1");
}

}  // namespace
}  // namespace mediaconnect
