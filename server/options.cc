#include "server/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <limits>

#include "api/contract/pattern.h"
#include "api/contract/quantity.h"
#include "api/contract/suggestion.h"
#include "server/version.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace mediaconnect {
namespace {

using namespace std::chrono_literals;

// What is wrong with a value: ends the sentence "--port 70000: ...".
class ValueError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

template <class Number>
Number ToNumber(const std::string& text, Number minimum, Number maximum) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end || number < minimum || number > maximum) {
    throw ValueError("must be a whole number from " + std::to_string(minimum) + " to " +
                     std::to_string(maximum));
  }
  return number;
}

// A bare number is one of seconds.
std::int64_t ToMilliseconds(const std::string& text) {
  const bool is_bare = text.find_first_not_of("0123456789") == std::string::npos;
  const auto milliseconds = ParseDuration(is_bare ? text + "s" : text);
  if (milliseconds) return *milliseconds;
  throw ValueError("must read like " + std::string(kDurationExamples) + ", or 2 (seconds)");
}

std::chrono::milliseconds ToTimeout(const std::string& text) {
  const std::chrono::milliseconds timeout(ToMilliseconds(text));
  if (timeout >= 1ms && timeout <= 24h) return timeout;
  throw ValueError("must be from 1ms to 24h");
}

std::int64_t ToBytes(const std::string& text, std::int64_t minimum, std::int64_t maximum,
                     const std::string& range) {
  static constexpr std::array<Unit, 5> kUnits = {
      {{"", 1}, {"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}}};
  const auto bytes = ParseQuantity(text, kUnits);
  if (!bytes) throw ValueError("must read like 64KiB, 1MiB, or 1048576 (bytes)");
  if (*bytes >= minimum && *bytes <= maximum) return *bytes;
  throw ValueError("must be from " + range);
}

bool ToBool(const std::string& text) {
  if (text == "true" || text == "1" || text == "on" || text == "yes") return true;
  if (text == "false" || text == "0" || text == "off" || text == "no") return false;
  throw ValueError("must be true or false");
}

std::string OneOf(const std::string& text, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), text) != known.end()) return text;
  std::string listed;
  for (const std::string& one : known) listed.append(listed.empty() ? "" : ", ").append(one);
  throw ValueError("must be one of " + listed);
}

std::string Matching(const std::string& text, std::string_view pattern,
                     const std::string& example) {
  if (MatchesPattern(pattern, text)) return text;
  throw ValueError("must be " + example);
}

std::string ToBasePath(std::string text) {
  while (!text.empty() && text.back() == '/') text.pop_back();
  if (text.empty() || (text.front() == '/' && text.find_first_of("?#% ") == std::string::npos)) {
    return text;
  }
  throw ValueError("must be a path such as /mediaconnect");
}

// One option: its flag (the variable's name follows from it), its help, and what a value does.
struct Option {
  std::string flag;  // "transition-delay"
  std::string value_name;
  std::string help;
  std::function<void(Options&, const std::string&)> apply;
  bool repeatable = false;
  bool is_switch = false;
  bool is_secret = false;  // no message shows its value
};

std::vector<Option> KnownOptions() {
  using O = Options;
  using S = const std::string&;
  return {
      {"host", "ADDRESS", "Address to listen on (default: 127.0.0.1 and ::1)",
       [](O& o, S v) { o.server.hosts.push_back(v); }, true},
      {"port", "N", "Port to listen on; 0 picks a free one (default: 4580)",
       [](O& o, S v) { o.server.port = ToNumber<std::uint16_t>(v, 0, 65535); }},
      {"port-file", "FILE", "Write the port's number and a newline to this file once listening",
       [](O& o, S v) { o.port_file = v; }},
      {"base-path", "PATH", "Serve everything below this path",
       [](O& o, S v) { o.base_path = ToBasePath(v); }},
      {"data", "FILE", "Keep everything in this SQLite file (default: in memory)",
       [](O& o, S v) { o.data = v; }},
      {"seed", "N", "Make ids repeatable (default: random)",
       [](O& o, S v) {
         o.seed = ToNumber<std::uint64_t>(v, 0, std::numeric_limits<std::uint64_t>::max());
       }},
      {"account-id", "ID", "Account of requests that name none (default: 000000000000)",
       [](O& o, S v) { o.default_scope.account = Matching(v, "[0-9]{12}$", "12 digits"); }},
      {"region", "NAME", "Region of requests that name none (default: us-east-1)",
       [](O& o, S v) {
         o.default_scope.region =
             Matching(v, "[a-z]+[-][a-z0-9-]+$", "a Region's name, such as eu-west-1");
       }},
      {"quota", "SETTING",
       "launch, current, none, or a single one such as outputs-per-flow=50 (default: launch)",
       [](O& o, S v) {
         const std::string problem = o.settings.quotas.Apply(v);
         if (!problem.empty()) throw ValueError(problem);
       },
       true},
      {"transition-delay", "TIME", "How long STARTING, STOPPING, DELETING last (default: 0s)",
       [](O& o, S v) { o.settings.transition_delay_ms = ToMilliseconds(v); }},
      {"throttle", "",
       "Limit request rates as AWS does: 5 a second for each account and Region, 30 at once",
       [](O& o, S v) { o.throttle = ToBool(v); }, false, true},
      {"check-responses", "", "Hold each reply against its shape before it is sent",
       [](O& o, S v) { o.check_responses = ToBool(v); }, false, true},
      {"allowed-host", "NAME", "A host name that control operations answer to, beside localhost",
       [](O& o, S v) { o.allowed_hosts.push_back(v); }, true},
      {.flag = "control-token",
       .value_name = "TOKEN",
       .help = "Control operations need the header Authorization: Bearer TOKEN",
       .apply =
           [](O& o, S v) {
             o.control_token =
                 Matching(v, "[A-Za-z0-9._~+/-]+=*$",
                          "letters, digits and any of - . _ ~ + /, as a bearer token");
           },
       .is_secret = true},
      {"threads", "N", "I/O threads (default: 1)",
       [](O& o, S v) { o.server.threads = ToNumber<int>(v, 1, 64); }},
      {"max-connections", "N",
       "Connections open at once, fewer if memory is limited; further ones get a 503 (default: "
       "20000)",
       [](O& o, S v) { o.server.max_connections = ToNumber<std::size_t>(v, 1, 1'000'000); }},
      {"max-body-bytes", "SIZE", "Largest request body (default: 1MiB)",
       [](O& o, S v) {
         o.server.limits.request.body_bytes =
             static_cast<std::uint64_t>(ToBytes(v, 1 << 10, 1 << 30, "1KiB to 1GiB"));
       }},
      {"max-header-bytes", "SIZE", "Largest request header (default: 16KiB)",
       [](O& o, S v) {
         o.server.limits.request.header_bytes =
             static_cast<std::uint32_t>(ToBytes(v, 1 << 10, 1 << 20, "1KiB to 1MiB"));
       }},
      {"idle-timeout", "TIME", "Close a connection that is idle for so long (default: 75s)",
       [](O& o, S v) { o.server.limits.idle = ToTimeout(v); }},
      {"request-timeout", "TIME",
       "Refuse a request that takes this long to arrive, and give up on a client that takes "
       "nothing of its reply for this long (default: 30s)",
       [](O& o, S v) { o.server.limits.slow = ToTimeout(v); }},
      {"log-format", "FORMAT", "text or json (default: text)",
       [](O& o, S v) {
         o.log_format =
             OneOf(v, {"text", "json"}) == "json" ? Log::Format::kJson : Log::Format::kText;
       }},
      {"log-level", "LEVEL", "debug, info, warn, error or off (default: info)",
       [](O& o, S v) {
         o.log_level = OneOf(v, {"debug", "info", "warn", "error", "off"});
       }},
  };
}

std::string VariableOf(const Option& option) {
  std::string name = "MEDIACONNECT_";
  for (const char c : option.flag) {
    name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
  }
  return name;
}

// Applies one value, from a flag or a variable; what is wrong with it becomes one line.
void Apply(const Option& option, const std::string& origin, const std::string& value,
           Options& options) {
  try {
    if (value.empty()) throw ValueError("must not be empty");
    option.apply(options, value);
  } catch (const ValueError& problem) {
    throw OptionsExit(2, origin + (option.is_secret ? "" : " " + value) + ": " + problem.what());
  }
}

std::vector<std::string> SplitByComma(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t comma = text.find(',', begin);
    parts.push_back(text.substr(begin, comma - begin));
    if (comma == std::string::npos) return parts;
    begin = comma + 1;
  }
}

void ApplyVariable(const Option& option, const std::string& value, Options& options) {
  if (value.empty()) return;  // as compose files leave a variable that nobody has set
  const std::string name = VariableOf(option);
  // Docker links and Kubernetes set NAME_PORT=tcp://10.0.0.1:4580 for a service called so.
  if (option.flag == "port" && value.rfind("tcp://", 0) == 0) {
    options.warnings.push_back(name + "=" + value + " looks like a service link, and is ignored");
    return;
  }
  const std::vector<std::string> values =
      option.repeatable ? SplitByComma(value) : std::vector<std::string>{value};
  for (const std::string& one : values) Apply(option, name, one, options);
}

bool IsServiceLink(const std::string& name) {
  return name.rfind("MEDIACONNECT_PORT_", 0) == 0 || name.rfind("MEDIACONNECT_SERVICE_", 0) == 0;
}

void WarnOfUnknownVariables(const std::vector<Option>& known, Options& options) {
  std::vector<std::string> variables;
  variables.reserve(known.size());
  for (const Option& option : known) variables.push_back(VariableOf(option));
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string variable(*entry);
    const std::string name = variable.substr(0, variable.find('='));
    if (name.rfind("MEDIACONNECT_", 0) != 0 || IsServiceLink(name)) continue;
    if (std::find(variables.begin(), variables.end(), name) != variables.end()) continue;
    const auto nearest = NearestOf(variables, name);
    options.warnings.push_back("ignoring " + name + ": no option has this variable" +
                               (nearest ? "; did you mean " + *nearest + "?" : ""));
  }
}

using Flags = std::vector<std::vector<std::string>>;  // each known option's values, as given

void AddFlags(const std::vector<Option>& known, CLI::App& app, Flags& flags) {
  for (std::size_t i = 0; i < known.size(); ++i) {
    const std::string help = known[i].help + " [" + VariableOf(known[i]) + "]";
    if (known[i].is_switch) {
      // "--throttle", and "--throttle=false" too.
      app.add_flag("--" + known[i].flag, flags[i], help);
    } else {
      app.add_option("--" + known[i].flag, flags[i], help)
          ->type_name(known[i].value_name)
          ->type_size(1)
          ->expected(1, known[i].repeatable ? CLI::detail::expected_max_vector_size : 1)
          ->allow_extra_args(false);
    }
  }
}

// Names the first argument that is neither an option nor a command: "--prot=4581", "helthcheck".
std::string RefusalOf(const CLI::App& app, const std::vector<Option>& known) {
  constexpr const char* kHealthcheck = "healthcheck";
  const std::vector<std::string> extras = app.remaining(true);
  const std::string given =
      extras.empty() ? "" : extras.front().substr(0, extras.front().find('='));
  std::vector<std::string> names = {kHealthcheck, "help", "licenses", "version"};
  for (const Option& option : known) names.push_back(option.flag);
  const auto nearest =
      NearestOf(names, given.substr(std::min(given.size(), given.find_first_not_of('-'))));
  std::string refusal = given + ": unknown option or command";
  if (nearest) {
    refusal.append("; did you mean ").append(*nearest == kHealthcheck ? "" : "--");
    refusal.append(*nearest).append("?");
  }
  return refusal + " (--help lists the options)";
}

std::string VersionLine() {
  return "mediaconnect-mock " + std::string(Version()) + " (commit " + std::string(Commit()) + ")";
}

void ParseCommandLine(CLI::App& app, const std::vector<Option>& known, int argc,
                      const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    throw OptionsExit(0, app.help());
  } catch (const CLI::CallForVersion&) {
    throw OptionsExit(0, VersionLine() + "\n");
  } catch (const CLI::ExtrasError&) {
    throw OptionsExit(2, RefusalOf(app, known));
  } catch (const CLI::ParseError& problem) {
    throw OptionsExit(2, std::string(problem.what()) + " (--help lists the options)");
  }
}

}  // namespace

Options ParseOptions(int argc, const char* const* argv) {
  const std::vector<Option> known = KnownOptions();
  Options options;
  CLI::App app{"A local AWS Elemental MediaConnect for tests.", "mediaconnect-mock"};
  app.set_version_flag("--version", VersionLine(), "Print the version and the commit, and exit");
  app.add_flag_callback(
      "--licenses", [] { throw OptionsExit(0, std::string(Licenses())); },
      "Print the licenses of this program and of all that is linked into it, and exit");
  app.get_formatter()->column_width(34);
  Flags flags(known.size());
  AddFlags(known, app, flags);
  CLI::App* healthcheck =
      app.add_subcommand("healthcheck", "Ask a running server whether it is ready; exit 0 if so");
  healthcheck->add_option("URL", options.healthcheck_url, "Where the server is");
  ParseCommandLine(app, known, argc, argv);
  options.healthcheck = healthcheck->parsed();
  for (std::size_t i = 0; i < known.size(); ++i) {
    const char* variable = std::getenv(VariableOf(known[i]).c_str());
    if (flags[i].empty() && variable != nullptr) ApplyVariable(known[i], variable, options);
    for (const std::string& value : flags[i]) Apply(known[i], "--" + known[i].flag, value, options);
  }
  WarnOfUnknownVariables(known, options);
  return options;
}

}  // namespace mediaconnect
