// What the person who runs the server can choose: each option is a flag and a MEDIACONNECT_
// variable; the flag wins. The only code that includes CLI11 is options.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "api/call.h"
#include "server/log.h"
#include "server/server.h"

namespace mediaconnect {

struct Options {
  ServerOptions server;
  std::string port_file;  // gets the port's number and a newline; empty: none
  std::string base_path;  // "/prefix", or empty
  std::string data;       // the database file; empty: memory
  std::optional<std::uint64_t> seed;
  Scope default_scope{"000000000000", "us-east-1"};
  Settings settings;
  bool throttle = false;
  bool check_responses = false;
  std::vector<std::string> allowed_hosts;
  std::string control_token;  // empty: control operations ask for none
  Log::Format log_format = Log::Format::kText;
  std::string log_level = "info";

  // `mediaconnect-mock healthcheck [URL]`
  bool healthcheck = false;
  std::string healthcheck_url;

  std::vector<std::string> warnings;  // for the log, once there is one
};

// The command line cannot be run. `status` 0: help or version was asked for, what() is that text.
class OptionsExit : public std::runtime_error {
 public:
  OptionsExit(int exit_status, const std::string& text)
      : std::runtime_error(text), status(exit_status) {}

  const int status;
};

// Throws OptionsExit. Reads the environment.
Options ParseOptions(int argc, const char* const* argv);

}  // namespace mediaconnect
