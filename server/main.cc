// mediaconnect-mock: reads the options, puts the parts together, serves until it is told to stop.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <optional>
#include <string>

#include "api/operations/routers/routers.h"
#include "server/dispatcher.h"
#include "server/healthcheck.h"
#include "server/log.h"
#include "server/memory_limit.h"
#include "server/memory_reserve.h"
#include "server/options.h"
#include "server/server.h"
#include "state/state.h"

namespace mediaconnect {
namespace {

#ifdef NDEBUG
constexpr bool kAlwaysCheckResponses = false;
#else
constexpr bool kAlwaysCheckResponses = true;
#endif

int Healthcheck(const Options& options) {
  std::string url = options.healthcheck_url;
  if (url.empty()) {
    url = "http://127.0.0.1:" + std::to_string(options.server.port) + options.base_path;
  }
  const std::string problem = CheckHealth(url);
  if (problem.empty()) return 0;
  std::fprintf(stderr, "mediaconnect-mock: %s\n", problem.c_str());
  return 1;
}

void WritePortFile(const std::string& path, std::uint16_t port) {
  std::ofstream file(path, std::ios::trunc);
  file << port << "\n";
  if (!file.flush()) throw std::runtime_error("--port-file " + path + ": cannot be written");
}

// As many connections as the system lets this process have; shells give it 1024 to begin with.
void RaiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);  // if it fails, the old limit holds
}

// If the caller closed stdin, stdout or stderr, the next file or socket would take its number,
// and the log would be written into that.
void OpenStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", O_RDWR);  // takes the lowest free number
  }
}

// What fails a write must not end the process.
void IgnoreWriteSignals() {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no further
  std::signal(SIGPIPE, SIG_IGN);  // a reader of stdout or stderr that is gone
}

// Lets a user who named the wrong file, or a copy without its WAL, notice it at once.
void LogWhatTheFileHolds(const std::string& path, State& state, Log& log) {
  if (!state.database.is_file()) return;
  if (state.database.was_empty()) {
    return log.Warn("--data " + path +
                    ": the file was empty, so the server starts with nothing. (Is it a copy "
                    "without its -wal? To copy it: sqlite3 FILE \".backup COPY\")");
  }
  if (state.database.is_new()) return log.Info("--data " + path + ": a new file");
  const State::Transaction transaction(state, true);
  std::int64_t resources = 0;
  const auto counts = state.accounts.CountResources();
  for (const auto& [account, kinds] : counts) {
    for (const auto& [kind, count] : kinds) resources += count;
  }
  const auto count_of = [](std::int64_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
  };
  log.Info("--data " + path + ": found " + count_of(resources, "resource") + " in " +
           count_of(static_cast<std::int64_t>(counts.size()), "account"));
}

// Lowers --max-connections to what fits into the memory limit, and says so in the log.
ServerOptions WithinMemory(ServerOptions options, const MemoryLimit& limit, Log& log) {
  const std::size_t most = ConnectionsWithin(limit, options.threads);
  if (most >= options.max_connections) return options;
  options.max_connections = most;
  options.connections_limited_by = "as memory is limited by " + limit.Name();
  log.Warn("memory is limited to " + std::to_string(limit.total / 1'048'576) + " MiB (" +
           limit.Name() + "), so at most " + std::to_string(most) +
           " connections can be open at once");
  return options;
}

int Serve(const Options& options) {
  OpenStandardStreams();
  IgnoreWriteSignals();
  RaiseFileLimit();
  const MemoryReserve memory;
  const std::optional<MemoryLimit> limit = FindMemoryLimit();
  if (limit) PrepareForMemoryLimit(*limit, options.server.threads);
  Log log(options.log_format, options.log_level);
  for (const std::string& warning : options.warnings) log.Warn(warning);
  SystemClock clock;
  State state(options.data, options.seed, clock);
  LogWhatTheFileHolds(options.data, state, log);
  Throttle throttle(clock);
  Steering steering(options.seed);
  MaintainRouters(state, options.settings, steering);
  Dispatcher dispatcher(state, options.settings, steering,
                        {.default_scope = options.default_scope,
                         .base_path = options.base_path,
                         .check_responses = options.check_responses || kAlwaysCheckResponses,
                         .allowed_hosts = options.allowed_hosts,
                         .control_token = options.control_token,
                         .throttle = options.throttle ? &throttle : nullptr},
                        log);
  Server server(limit ? WithinMemory(options.server, *limit, log) : options.server, dispatcher,
                log);
  server.Start();
  if (!options.port_file.empty()) WritePortFile(options.port_file, server.port());
  std::printf("{\"ready\":true,\"endpoint\":\"%s\"}\n",
              (server.endpoint() + options.base_path).c_str());
  std::fflush(stdout);
  server.Run();
  return 0;
}

int Main(int argc, const char* const* argv) {
  try {
    const Options options = ParseOptions(argc, argv);
    return options.healthcheck ? Healthcheck(options) : Serve(options);
  } catch (const OptionsExit& exit) {
    if (exit.status == 0) {
      std::fputs(exit.what(), stdout);
    } else {
      std::fprintf(stderr, "mediaconnect-mock: %s\n", exit.what());
    }
    return exit.status;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "mediaconnect-mock: %s\n", failure.what());
    return 1;
  }
}

}  // namespace
}  // namespace mediaconnect

int main(int argc, char** argv) { return mediaconnect::Main(argc, argv); }
