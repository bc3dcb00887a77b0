#include "tests/support/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/support/paths.h"

namespace mediaconnect {
namespace {

constexpr std::chrono::seconds kPatience{20};

std::string FreshPath() {
  static std::atomic<int> number{0};
  return std::filesystem::temp_directory_path() /
         ("mediaconnect-stderr-" + std::to_string(::getpid()) + "-" + std::to_string(number++));
}

// Up to the first newline, or to the end; "" if nothing comes for a while.
std::string ReadLine(int descriptor) {
  std::string line;
  pollfd ready{descriptor, POLLIN, 0};
  while (::poll(&ready, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) > 0) {
    char next = 0;
    if (::read(descriptor, &next, 1) != 1 || next == '\n') return line;
    line += next;
  }
  return "";
}

}  // namespace

ServerProcess::ServerProcess(std::vector<std::string> arguments, Stderr errors)
    : error_file_(FreshPath()) {
  const bool has_port = std::find(arguments.begin(), arguments.end(), "--port") != arguments.end();
  if (!has_port) arguments.insert(arguments.begin(), {"--port", "0"});
  arguments.insert(arguments.begin(), kServerBinary);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  int out[2];
  int err[2];
  if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) std::abort();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  if (errors == Stderr::kFile) {
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, error_file_.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
  } else if (errors == Stderr::kPipe) {
    posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
  } else {
    posix_spawn_file_actions_addclose(&actions, STDERR_FILENO);
  }
  const int failure = ::posix_spawn(&pid_, kServerBinary, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  ::close(err[1]);
  error_pipe_ = err[0];
  EXPECT_EQ(failure, 0) << "cannot start " << kServerBinary;
  ready_line_ = ReadLine(out[0]);
  ::close(out[0]);
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) {
    Signal(SIGKILL);
    Wait();
  }
  CloseErrors();
  std::filesystem::remove(error_file_);
}

std::uint16_t ServerProcess::port() const {
  const std::size_t colon = ready_line_.rfind(':');
  return colon == std::string::npos
             ? 0
             : static_cast<std::uint16_t>(std::atoi(ready_line_.c_str() + colon + 1));
}

void ServerProcess::Signal(int signal) { ::kill(pid_, signal); }

void ServerProcess::CloseErrors() {
  if (error_pipe_ >= 0) ::close(error_pipe_);
  error_pipe_ = -1;
}

void ServerProcess::LimitFileSize(std::uint64_t bytes) { Limit(RLIMIT_FSIZE, bytes); }
void ServerProcess::LimitOpenFiles(std::uint64_t count) { Limit(RLIMIT_NOFILE, count); }

void ServerProcess::Limit(int resource, std::uint64_t value) {
  const auto which = static_cast<__rlimit_resource>(resource);
  rlimit limit{};
  EXPECT_EQ(::prlimit(pid_, which, nullptr, &limit), 0);
  limit.rlim_cur = value;
  EXPECT_EQ(::prlimit(pid_, which, &limit, nullptr), 0);
}

int ServerProcess::Wait() {
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > give_up) Signal(SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string ServerProcess::Errors() const {
  std::ifstream file(error_file_);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace mediaconnect
