#include "server/log.h"

#define FMT_HEADER_ONLY
#define SPDLOG_FMT_EXTERNAL
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

#include <charconv>
#include <mutex>

#include "api/contract/json.h"
#include "api/contract/utf8.h"
#include "server/line_writer.h"

namespace mediaconnect {
namespace {

using json::ObjectWriter;

// Control characters spelt out, so that nothing a client sends makes a line of its own.
std::string Printable(std::string_view text) {
  std::string printable;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      printable += fmt::format("\\x{:02x}", byte);
    } else {
      printable += c;
    }
  }
  return printable;
}

// The same for JSON, which has to be UTF-8.
std::string PrintableUtf8(std::string_view text) { return ToUtf8(Printable(text)); }

// The members that follow time and level in a JSON line.
std::string Members(ObjectWriter& writer) {
  const std::string object = writer.Finish().json;
  return object.substr(1, object.size() - 2);
}

// A path with its ARNs as people write them: visible ASCII is decoded, but for the percent sign, so
// that a path stays one word and can be told from any other.
std::string Readable(std::string_view path) {
  std::string readable;
  readable.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '%' && i + 2 < path.size()) {
      unsigned byte = 0;
      const auto result = std::from_chars(&path[i + 1], &path[i + 1] + 2, byte, 16);
      const bool is_encoded = result.ptr == &path[i + 1] + 2;
      if (is_encoded && byte > 0x20 && byte < 0x7F && byte != '%') {
        readable += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    readable += path[i];
  }
  return readable;
}

// " NotFoundException: Flow ... does not exist", " reset all accounts", or nothing.
std::string Ending(const RequestLine& line) {
  std::string ending;
  if (!line.error.empty()) ending.append(" ").append(line.error).append(":");
  if (!line.message.empty()) ending.append(" ").append(Printable(line.message));
  return ending;
}

class LineSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit LineSink(int descriptor) : writer_(descriptor) {}

  std::size_t TakeDropped() { return writer_.TakeDropped(); }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    writer_.Write({line.data(), line.size()});
  }
  void flush_() override {}

 private:
  LineWriter writer_;
};

}  // namespace

static_assert(static_cast<int>(spdlog::level::info) == 2 && spdlog::level::err == 4);

struct Log::Sink {
  explicit Sink(int descriptor)
      : lines(std::make_shared<LineSink>(descriptor)), logger("mediaconnect-mock", lines) {}

  std::shared_ptr<LineSink> lines;
  spdlog::logger logger;
};

Log::Log(Format format, const std::string& level, int descriptor)
    : format_(format), sink_(std::make_unique<Sink>(descriptor)) {
  sink_->logger.set_level(spdlog::level::from_str(level));
  sink_->logger.set_pattern(format == Format::kText
                                ? "%Y-%m-%dT%H:%M:%S.%eZ %l %v"
                                : R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
                            spdlog::pattern_time_type::utc);
}

Log::~Log() { TellDropped(); }

bool Log::ShowsRequests() const { return sink_->logger.should_log(spdlog::level::info); }

void Log::Request(const RequestLine& line) {
  TellDropped();
  if (format_ == Format::kJson) {
    ObjectWriter writer;
    writer.Add(Key{"requestId"}, line.request_id)
        .Add(Key{"operation"}, line.operation)
        .Add(Key{"account"}, line.account)
        .Add(Key{"region"}, line.region)
        .Add(Key{"method"}, PrintableUtf8(line.method))
        .Add(Key{"path"}, PrintableUtf8(Readable(line.path)))
        .Add(Key{"status"}, line.status)
        .Add(Key{"milliseconds"}, json::Text{fmt::format("{:.3f}", line.milliseconds)});
    if (!line.error.empty()) writer.Add(Key{"error"}, line.error);
    if (!line.message.empty()) writer.Add(Key{"message"}, PrintableUtf8(line.message));
    sink_->logger.info(Members(writer));
    return;
  }
  sink_->logger.info(fmt::format("{} {} {} {} {} {} {} {:.3f} ms{}", line.request_id,
                                 line.operation, line.account, line.region, line.status,
                                 Printable(line.method), Printable(Readable(line.path)),
                                 line.milliseconds, Ending(line)));
}

bool Log::ShowsDebug() const { return sink_->logger.should_log(spdlog::level::debug); }

void Log::Debug(std::string_view message) { Write(Level::kDebug, message); }
void Log::Info(std::string_view message) { Write(Level::kInfo, message); }
void Log::Warn(std::string_view message) { Write(Level::kWarn, message); }
void Log::Error(std::string_view message) { Write(Level::kError, message); }

void Log::Write(Level level, std::string_view message) {
  TellDropped();
  Append(level, message);
}

void Log::Append(Level level, std::string_view message) {
  const auto known = static_cast<spdlog::level::level_enum>(level);
  if (format_ == Format::kText) return sink_->logger.log(known, Printable(message));
  ObjectWriter writer;
  writer.Add(Key{"message"}, PrintableUtf8(message));
  sink_->logger.log(known, Members(writer));
}

void Log::TellDropped() {
  const std::size_t dropped = sink_->lines->TakeDropped();
  if (dropped == 0) return;
  Append(Level::kWarn, std::to_string(dropped) +
                           " log lines were dropped before this one: stderr was not read, or "
                           "its disk was full");
}

}  // namespace mediaconnect
