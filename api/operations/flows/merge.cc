#include "api/operations/flows/merge.h"

namespace mediaconnect {

void PutBodyMembers(const Call& call, json::Value& spec) {
  for (const Member& member : MembersOf(TypeOf(OperationOf(call.op).input))) {
    const json::Node* value = json::Find(call.request, member.key);
    if (value != nullptr && member.location == Location::kBody) {
      spec.Set(member.key, json::Clone(*value));
    }
  }
}

void PutUpdate(const Call& call, Direction direction, json::Value& spec) {
  DropMembersOfOldProtocol(direction, call.request, spec);
  PutBodyMembers(call, spec);
}

}  // namespace mediaconnect
