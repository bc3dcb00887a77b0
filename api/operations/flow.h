// What the operations on a flow and its parts share: finding the flow, the rules of its state, and
// its wire form.
#pragma once

#include <initializer_list>
#include <string_view>

#include "api/call.h"
#include "api/protocols.h"

namespace mediaconnect {

// The flow that the path names. Throws NotFoundException.
Flow FindFlow(Call& call);

// The same, for a change: throws BadRequestException while the flow is DELETING (decision 4).
Flow RequireFlow(Call& call);

// Throws BadRequestException unless the flow is in one of `states`. `purpose` ends the sentence "it
// must be STANDBY to ...".
void RequireStatus(const Flow& flow, std::initializer_list<std::string_view> states,
                   std::string_view purpose);

// The part of this flow that the member `arn_key` names. Throws NotFoundException.
FlowPart RequirePart(Call& call, FlowPartStore& store, const Flow& flow, std::string_view what,
                     Key arn_key);

// The same for a part that the member `name_key` of the path names.
FlowPart RequireNamedPart(Call& call, FlowPartStore& store, const Flow& flow, std::string_view what,
                          Key name_key);

// Takes an update of the flow or a part to heart: an ACTIVE flow passes through UPDATING where
// transitions take time (decision 5).
void NoteUpdate(Call& call, const Flow& flow);

// The spec's name, checked, or the first free "stem-N" where it has none. Throws
// BadRequestException for a name that the flow has already.
std::string PartName(FlowPartStore& store, const Flow& flow, const std::string& path,
                     const json::Node& spec, std::string_view stem, std::size_t longest);

// Throws BadRequestException for a name that the flow has already. `path`: of the name itself.
void RequireFreeName(FlowPartStore& store, const Flow& flow, const std::string& path,
                     std::string_view what, std::string_view name);

// The ARN of a part that lives under the flow's: ".../vpcInterface/NAME" (rules 5).
std::string PartArn(const Flow& flow, std::string_view kind, std::string_view name);

// Lays what the request's body names over the spec of what it updates; the rest stays.
void PutBodyMembers(const Call& call, json::Value& spec);

// Stores what the flow has of its own, and keeps `flow` as it is stored.
void StoreDocument(Call& call, const json::Node& document, Flow& flow);

// The flow's one public address: it sends from it, and its public sources and outputs listen on it
// (decision 23).
std::string PublicAddressOf(const Flow& flow);

// What the flow's sources carry.
Content ContentOf(Call& call, const Flow& flow);

// Stores a new part. Returns its id.
std::int64_t InsertPart(FlowPartStore& store, const Flow& flow, const std::string& arn,
                        const std::string& name, const json::Node& document);

// Whether content comes in and goes out.
bool IsRunning(const Flow& flow);

// The wire form of a source or output: what is stored, and the peer while the flow is running
// (M:Source.PeerIpAddress). Of a listener no peer is known.
json::Text RenderPart(const Flow& flow, Direction direction, const std::string& doc);

// The flow's wire form, parts included.
json::Text RenderFlow(Call& call, const Flow& flow);

}  // namespace mediaconnect
