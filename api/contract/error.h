// The one way in which a request is refused. Validator and router return an ApiError, handlers
// throw it, and the dispatcher alone turns it into the wire form.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "api/contract/contract.h"

namespace mediaconnect {

// A refusal that the client is meant to see. `message` says what to do about it: the member's path,
// its value, and the rule.
struct ApiError {
  ErrorCode code;
  std::string message;
};

inline ApiError BadRequest(std::string message) {
  return {ErrorCode::BadRequestException, std::move(message)};
}
inline ApiError NotFound(std::string message) {
  return {ErrorCode::NotFoundException, std::move(message)};
}
inline ApiError Conflict(std::string message) {
  return {ErrorCode::ConflictException, std::move(message)};
}
inline ApiError Forbidden(std::string message) {
  return {ErrorCode::ForbiddenException, std::move(message)};
}
inline ApiError Unauthorized(std::string message) {
  return {ErrorCode::UnauthorizedException, std::move(message)};
}

// The body of an error: {"message": "..."}.
std::string ErrorBody(std::string_view message);

}  // namespace mediaconnect
