#include "api/operations/flows/changes.h"

namespace mediaconnect {

void NoteUpdate(Call& call, const Resource& flow) {
  if (!flow.Is(FlowStatus::kActive) || call.settings.transition_delay_ms == 0) return;
  call.state.lifecycle.Begin(flow, FlowStatus::kUpdating, {FlowStatus::kActive, call.DueAt()});
}

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

void StoreDocument(Call& call, const json::Node& document, Resource& flow) {
  flow.doc = json::Write(document).json;
  call.state.resources.SetDoc(flow.id, flow.doc);
}

}  // namespace mediaconnect
