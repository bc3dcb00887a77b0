// The log, on stderr: text for people, or a JSON object a line for programs. It never waits for its
// reader: lines that a reader is too slow for are dropped and counted (line_writer.h). The only
// code that includes spdlog is log.cc.
//
// Owned by main; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace mediaconnect {

// What the log says of one request.
struct RequestLine {
  std::string_view request_id;
  std::string_view operation;  // or "-"
  std::string_view account;
  std::string_view region;
  std::string_view method;
  std::string_view path;  // raw
  int status = 0;
  double milliseconds = 0;
  std::string_view error = {};    // the error's name, such as "NotFoundException", or empty
  std::string_view message = {};  // the error's message or the handler's note, or empty
};

class Log {
 public:
  enum class Format { kText, kJson };

  static constexpr int kStderr = 2;

  // `level`: "debug", "info", "warn", "error" or "off". Requests are shown at debug and info.
  Log(Format format, const std::string& level, int descriptor = kStderr);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool ShowsRequests() const;
  void Request(const RequestLine& line);

  bool ShowsDebug() const;
  void Debug(std::string_view message);
  void Info(std::string_view message);
  void Warn(std::string_view message);
  void Error(std::string_view message);

 private:
  struct Sink;
  enum class Level { kDebug = 1, kInfo = 2, kWarn = 3, kError = 4 };  // spdlog's numbers

  void Write(Level level, std::string_view message);
  void Append(Level level, std::string_view message);
  void TellDropped();

  const Format format_;
  std::unique_ptr<Sink> sink_;
};

}  // namespace mediaconnect
