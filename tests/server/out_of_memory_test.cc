// Memory that runs out anywhere in the server ends at most the connection that it happened to. A
// binary of its own, as it replaces operator new.
#include <gtest/gtest.h>
#include <malloc.h>

#include <atomic>
#include <boost/asio/detail/memory.hpp>
#include <cstdlib>
#include <memory>
#include <new>
#include <thread>

#include "api/steering/steering.h"
#include "server/server.h"
#include "tests/support/client.h"
#include "tests/support/world.h"

namespace {

// The bytes of operator new that are in use.
std::atomic<std::size_t> g_in_use{0};

// The allocation that fails, counted down on every thread but the test's own; 0 for none.
std::atomic<int> g_countdown{0};
thread_local bool t_is_server = true;

void* Allocate(std::size_t size, std::size_t alignment) {
  const bool fails = t_is_server && g_countdown.load() > 0 && g_countdown.fetch_sub(1) == 1;
  void* memory = nullptr;
  if (!fails) {
    memory = alignment <= alignof(std::max_align_t) ? std::malloc(size + (size == 0 ? 1 : 0))
                                                    : std::aligned_alloc(alignment, size);
  }
  if (memory == nullptr) throw std::bad_alloc();
  g_in_use += malloc_usable_size(memory);
  return memory;
}

void Free(void* memory) {
  g_in_use -= malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return Allocate(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return Allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return Allocate(size, alignof(std::max_align_t));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* memory) noexcept { Free(memory); }
void operator delete(void* memory, std::size_t) noexcept { Free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { Free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { Free(memory); }

namespace mediaconnect {
namespace {

constexpr std::string_view kFlow =
    R"({"name":"a","source":{"protocol":"rtp","whitelistCidr":"10.0.0.0/8"}})";

class OutOfMemoryTest : public testing::TestWithParam<int> {
 protected:
  OutOfMemoryTest() : server_(Options(), world_.dispatcher, world_.log) {
    t_is_server = false;
    server_.Start();
    thread_ = std::thread([this] { server_.Run(); });
  }
  ~OutOfMemoryTest() override {
    g_countdown = 0;
    server_.Stop();
    thread_.join();
  }

  static ServerOptions Options() {
    ServerOptions options;
    options.port = 0;
    options.threads = GetParam();
    options.max_connections = 5;  // a connection that stayed counted would be missed soon
    options.limits.sweep = std::chrono::milliseconds(1);
    return options;
  }

  // Whatever becomes of it.
  void TryToCreateAFlow() {
    Client client(server_.port());
    client.Send(
        "POST /v1/flows HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " +
        std::to_string(kFlow.size()) + "\r\n\r\n" + std::string(kFlow));
    client.ReadUntilClosed();
  }

  // Connections that failed may take a moment to be gone.
  bool CanCreateAFlow() {
    for (int i = 0; i < 1000; ++i) {
      const std::string status = StatusOf(Exchange(server_.port(), "POST", "/v1/flows", kFlow));
      if (status != "503") return status == "201";
    }
    return false;
  }

  World world_;
  Server server_;
  std::thread thread_;
};

// By std::aligned_alloc, Asio would not ask the handler that gives up the memory reserve.
TEST(AsioTest, AllocatesByOperatorNew) {
  t_is_server = true;
  g_countdown = 1;
  EXPECT_THROW(boost::asio::aligned_new(16, 100), std::bad_alloc);
  t_is_server = false;
}

// They are counted as more than they take, and as not much more.
TEST(RuleMemoryTest, FaultsAreCountedAsWhatTheyTake) {
  const Json long_header{{"X-Long", std::string(200, 'h')}};
  Json headers;
  for (int i = 0; i < 40; ++i) headers = headers + Json{{"X-" + std::to_string(i), "1"}};
  for (const Json& fault :
       {Json{{"connection", "hang"}},
        Json{{"error", {{"code", "TooManyRequestsException"}, {"message", std::string(300, 'm')}}}},
        Json{{"response", {{"status", 502}, {"body", std::string(5000, 'b')}}}},
        Json{{"response", {{"status", 502}, {"headers", long_header}}}},
        Json{{"response", {{"status", 502}, {"headers", headers}}}}}) {
    Steering steering(1);
    const std::vector<Json> rules(500, fault);
    const json::Value list = json::Parse(List(rules).Text());
    const std::size_t before = g_in_use;
    for (int account = 0; account < 4; ++account) {
      steering.faults.Replace(std::to_string(account), list);
    }
    const std::size_t taken = g_in_use - before;
    EXPECT_GE(steering.rule_memory.used(), taken) << fault.Text();
    EXPECT_LE(steering.rule_memory.used(), 3 * taken) << fault.Text();
  }
}

TEST_P(OutOfMemoryTest, EndsAtMostTheConnectionThatItHappenedTo) {
  ASSERT_TRUE(CanCreateAFlow());
  // Each allocation of a connection's first steps; later ones in larger and larger steps.
  int failures = 0;
  for (int nth = 1; nth < 20'000; nth += 1 + nth / 100) {
    g_countdown = nth;
    TryToCreateAFlow();
    const bool has_failed = g_countdown.exchange(0) == 0;
    ASSERT_TRUE(CanCreateAFlow()) << "after allocation " << nth << " had failed";
    if (!has_failed) break;
    ++failures;
  }
  EXPECT_GT(failures, 50);
}

INSTANTIATE_TEST_SUITE_P(Threads, OutOfMemoryTest, testing::Values(1, 4));

}  // namespace
}  // namespace mediaconnect
