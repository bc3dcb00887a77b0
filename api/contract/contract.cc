#include "api/contract/contract.h"

#include <algorithm>

namespace mediaconnect {

namespace tables {
// Defined in the generated contract_tables.cc.
extern const Service kService;
extern const std::span<const Operation> kOperations;
extern const std::span<const Alias> kAliases;
extern const std::span<const Type> kTypes;
extern const std::span<const Member> kMembers;
extern const std::span<const std::string_view> kValues;
extern const std::span<const ErrorCode> kOperationErrors;
extern const std::span<const Error> kErrors;
extern const std::span<const Waiter> kWaiters;
extern const std::span<const std::string_view> kAcceptors;
extern const std::span<const std::string_view> kControlPrefixes;
}  // namespace tables

const Service& TheService() { return tables::kService; }
std::span<const Operation> Operations() { return tables::kOperations; }
std::span<const Alias> Aliases() { return tables::kAliases; }
std::span<const Type> Types() { return tables::kTypes; }
std::span<const Waiter> Waiters() { return tables::kWaiters; }
std::span<const std::string_view> ControlPrefixes() { return tables::kControlPrefixes; }

const Operation& OperationOf(Op op) { return tables::kOperations[static_cast<std::size_t>(op)]; }
const Type& TypeOf(TypeId id) { return tables::kTypes[id]; }

std::span<const Member> MembersOf(const Type& type) {
  return tables::kMembers.subspan(type.first, type.count);
}

const Member* FindMember(const Type& type, std::string_view name) {
  for (const Member& member : MembersOf(type)) {
    if (member.key.name == name) return &member;
  }
  return nullptr;
}

const Member* PayloadOf(const Type& type) {
  for (const Member& member : MembersOf(type)) {
    if (member.location == Location::kPayload || member.location == Location::kStream) {
      return &member;
    }
  }
  return nullptr;
}

std::span<const std::string_view> ValuesOf(const Type& enum_type) {
  return tables::kValues.subspan(enum_type.first, enum_type.count);
}

std::span<const ErrorCode> ErrorsOf(const Operation& operation) {
  return tables::kOperationErrors.subspan(operation.first_error, operation.error_count);
}

bool Declares(const Operation& operation, ErrorCode code) {
  const auto errors = ErrorsOf(operation);
  return std::find(errors.begin(), errors.end(), code) != errors.end();
}

std::span<const std::string_view> AcceptorsOf(const Waiter& waiter) {
  return tables::kAcceptors.subspan(waiter.first, waiter.count);
}

const Error& ErrorOf(ErrorCode code) { return tables::kErrors[static_cast<std::size_t>(code)]; }

TypeId FindType(std::string_view name) {
  for (std::size_t i = 0; i < tables::kTypes.size(); ++i) {
    if (tables::kTypes[i].name == name) return static_cast<TypeId>(i);
  }
  return kNoType;
}

}  // namespace mediaconnect
