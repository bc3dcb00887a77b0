#include "api/contract/error.h"

#include "api/contract/json.h"

namespace mediaconnect {

std::string ErrorBody(std::string_view message) {
  return json::ObjectWriter().Add(Key{"message"}, message).Finish().json;
}

}  // namespace mediaconnect
