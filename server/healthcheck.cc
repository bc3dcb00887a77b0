#include "server/healthcheck.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>

namespace mediaconnect {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::chrono::seconds kPatience{3};

struct Target {
  std::string host;
  std::string port = "80";
  std::string path;
};

bool ParseUrl(const std::string& url, Target& target) {
  const std::string scheme = "http://";
  if (url.rfind(scheme, 0) != 0) return false;
  const std::size_t slash = url.find('/', scheme.size());
  std::string authority = url.substr(scheme.size(), slash - scheme.size());
  if (slash != std::string::npos) target.path = url.substr(slash);
  while (!target.path.empty() && target.path.back() == '/') target.path.pop_back();
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
    target.port = authority.substr(colon + 1);
    authority.resize(colon);
  }
  if (!authority.empty() && authority.front() == '[') {
    authority = authority.substr(1, authority.size() - 2);
  }
  target.host = authority;
  return !target.host.empty();
}

// Blocking calls on a tcp_stream have no time limit, so each step runs asynchronously to its end.
class Client {
 public:
  std::string Get(const Target& target) {
    asio::ip::tcp::resolver resolver(io_);
    error_code error;
    const auto endpoints = resolver.resolve(target.host, target.port, error);
    if (error) return error.message();
    stream_.expires_after(kPatience);
    stream_.async_connect(endpoints, [this](error_code e, const auto&) { result_ = e; });
    if (!Finish()) return result_.message();
    http::request<http::empty_body> request{http::verb::get, target.path + "/_mediaconnect/ready",
                                            11};
    request.set(http::field::host, "localhost");
    request.set(http::field::connection, "close");
    http::async_write(stream_, request, [this](error_code e, std::size_t) { result_ = e; });
    if (!Finish()) return result_.message();
    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::async_read(stream_, buffer, response, [this](error_code e, std::size_t) { result_ = e; });
    if (!Finish()) return result_.message();
    if (response.result() == http::status::ok) return "";
    return "it answers with status " + std::to_string(response.result_int());
  }

 private:
  bool Finish() {
    io_.restart();
    io_.run();
    return !result_;
  }

  asio::io_context io_;
  boost::beast::tcp_stream stream_{io_};
  error_code result_;
};

}  // namespace

std::string CheckHealth(const std::string& url) {
  Target target;
  if (!ParseUrl(url, target)) return url + " is not a URL (example: http://127.0.0.1:4580)";
  const std::string problem = Client().Get(target);
  return problem.empty() ? "" : "no healthy server at " + url + ": " + problem;
}

}  // namespace mediaconnect
