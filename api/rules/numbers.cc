#include "api/rules/numbers.h"

#include "api/contract/error.h"
#include "api/contract/message.h"

namespace mediaconnect {

void CheckNumber(const std::string& path, const json::Node& object, Key key, std::int64_t minimum,
                 std::int64_t maximum) {
  const auto number = json::FindInt(object, key);
  if (!number || (*number >= minimum && *number <= maximum)) return;
  throw BadRequest(Path(path, key) + ": " + std::to_string(*number) + " must be from " +
                   std::to_string(minimum) + " to " + std::to_string(maximum));
}

}  // namespace mediaconnect
