#include "api/operations/flows/media_streams.h"

#include <algorithm>
#include <set>

#include "api/operations/flows/attachments.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/merge.h"
#include "api/operations/flows/parts.h"
#include "api/rules/names.h"
#include "api/rules/tags.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;  // not documented: as a source's

// Dynamic payload types of RTP (RFC 3551), one of which the service gives each stream
// (M:MediaStream.Fmt).
constexpr std::int64_t kFirstPayloadType = 96;
constexpr std::int64_t kLastPayloadType = 127;

// What a media stream of one type can be (UG21:media-stream-add). Clock rates in hertz; the first
// is the default.
struct TypeRules {
  std::string_view type;
  std::vector<std::int64_t> clock_rates;
  std::vector<Key> attributes;  // of `attributes.fmtp`
  bool has_video_format = false;
  bool has_language = false;
};

const TypeRules& RulesOfType(std::string_view type) {
  static const std::vector<TypeRules> kRules = {
      {.type = "video",
       .clock_rates = {90000},
       .attributes = {key::colorimetry, key::exactFramerate, key::par, key::range, key::scanMode,
                      key::tcs},
       .has_video_format = true},
      {.type = "audio",
       .clock_rates = {48000, 96000},
       .attributes = {key::channelOrder},
       .has_language = true},
      {.type = "ancillary-data", .clock_rates = {90000}, .attributes = {}},
  };
  return *std::find_if(kRules.begin(), kRules.end(),
                       [&](const TypeRules& rules) { return rules.type == type; });
}

// What ST 2110-20 takes a picture for if nothing is said (its section 7.3). The service's own
// defaults are not documented.
struct DefaultAttribute {
  Key key;
  const char* value;
};
constexpr DefaultAttribute kVideoDefaults[] = {
    {key::par, "1:1"}, {key::range, "NARROW"}, {key::scanMode, "progressive"}, {key::tcs, "SDR"}};

void CheckMember(const TypeRules& rules, const std::string& path, const json::Node& holder, Key key,
                 bool is_allowed) {
  if (is_allowed || !json::Has(holder, key)) return;
  throw BadRequest(Path(path, key) + ": is not valid with mediaStreamType " +
                   std::string(rules.type));
}

void CheckAttributes(const TypeRules& rules, const std::string& path, const json::Node& given) {
  const std::string below = Path(path, key::attributes);
  CheckMember(rules, below, given, key::lang, rules.has_language);
  const json::Node* fmtp = json::Find(given, key::fmtp);
  if (fmtp == nullptr) return;
  static const Type& shape = TypeOf(FindType("FmtpRequest"));
  for (const Member& member : MembersOf(shape)) {
    const auto same = [&](Key key) { return key.name == member.key.name; };
    CheckMember(rules, Path(below, key::fmtp), *fmtp, member.key,
                std::any_of(rules.attributes.begin(), rules.attributes.end(), same));
  }
}

// The members that the response has and the request may leave out.
json::Value MakeAttributes(const TypeRules& rules, const json::Node* given) {
  json::Value attributes = given == nullptr ? json::Value::Object() : json::Clone(*given);
  json::Value fmtp = attributes.Take(key::fmtp);
  if (fmtp.node().IsNull()) fmtp = json::Value::Object();
  if (rules.has_video_format) {
    for (const auto& [key, value] : kVideoDefaults) {
      if (!json::Has(fmtp, key)) fmtp.Set(key, value);
    }
  }
  // M:Fmtp.ExactFramerate: "If you specify a whole number, MediaConnect uses a ratio of N/1."
  const std::string rate(json::GetString(fmtp, key::exactFramerate, ""));
  if (!rate.empty() && rate.find_first_not_of("0123456789") == std::string::npos) {
    fmtp.Set(key::exactFramerate, rate + "/1");
  }
  attributes.Set(key::fmtp, std::move(fmtp));
  return attributes;
}

std::int64_t ClockRate(const TypeRules& rules, const std::string& path, const json::Node& spec) {
  const auto given = json::FindInt(spec, key::clockRate);
  if (!given) return rules.clock_rates.front();
  const auto& rates = rules.clock_rates;
  if (std::find(rates.begin(), rates.end(), *given) != rates.end()) return *given;
  throw BadRequest(Path(path, key::clockRate) + ": " + std::to_string(*given) + " must be " +
                   JoinWithOr(rates) + " for mediaStreamType " + std::string(rules.type));
}

// Checks a whole spec and makes the wire form of it, but for what the service gives a new stream.
json::Value MakeMediaStream(const std::string& path, json::Value spec) {
  const TypeRules& rules = RulesOfType(json::GetString(spec, key::mediaStreamType));
  CheckMember(rules, path, spec, key::videoFormat, rules.has_video_format);
  const json::Node* attributes = json::Find(spec, key::attributes);
  if (attributes != nullptr) CheckAttributes(rules, path, *attributes);
  json::Value made = MakeAttributes(rules, attributes);
  spec.Set(key::clockRate, ClockRate(rules, path, spec));
  spec.Set(key::attributes, std::move(made));
  return spec;
}

// The lowest that no other stream of the flow has.
std::int64_t FreePayloadType(const Flow& flow) {
  std::set<std::int64_t> taken;
  for (const Record& part : flow.media_streams()) {
    taken.insert(json::GetInt(part.document(), key::fmt));
  }
  std::int64_t type = kFirstPayloadType;
  while (taken.count(type) != 0) ++type;
  if (type <= kLastPayloadType) return type;
  throw BadRequest("mediaStreams: a flow has at most " +
                   std::to_string(kLastPayloadType - kFirstPayloadType + 1) +
                   " media streams, which is how many RTP payload types there are for them");
}

// UG21:media-stream-add: an id is unique within the flow.
void RequireFreeId(const Flow& flow, const std::string& path, std::int64_t id) {
  for (const Record& part : flow.media_streams()) {
    if (json::GetInt(part.document(), key::mediaStreamId) != id) continue;
    throw BadRequest(Path(path, key::mediaStreamId) + ": " + std::to_string(id) +
                     " is media stream " + Quote(part.name()) + " of this flow already");
  }
}

const Record& AddMediaStream(Flow& flow, const json::Node& request, const std::string& path) {
  constexpr ResourceKind kKind = ResourceKind::kFlowMediaStream;
  const std::string name(json::GetString(request, key::mediaStreamName));
  CheckName(Path(path, key::mediaStreamName), name, kLongestName);
  RequireFreeName(flow, kKind, Path(path, key::mediaStreamName), "media stream", name);
  RequireFreeId(flow, path, json::GetInt(request, key::mediaStreamId));
  json::Value spec = json::Clone(request);
  spec.Remove(key::mediaStreamTags);
  json::Value document = MakeMediaStream(path, std::move(spec));
  document.Set(key::fmt, FreePayloadType(flow));
  const Record& part = flow.AddPart(kKind, PartArn(flow, kKind, name), name, std::move(document));
  PutCreateTags(flow.call(), path, part.id(), request, key::mediaStreamTags);
  return part;
}

Record& RequireMediaStream(Flow& flow) {
  return RequireNamedPart(flow, ResourceKind::kFlowMediaStream, "Media stream",
                          key::MediaStreamName);
}

// Lays what an update names over what is stored. A stream that becomes one of another type keeps
// nothing that only the old type has.
json::Value UpdatedSpec(const Call& call, const json::Node& stored) {
  json::Value spec = json::Clone(stored);
  const std::string_view old_type = json::GetString(stored, key::mediaStreamType);
  if (json::GetString(call.request, key::mediaStreamType, old_type) != old_type) {
    for (const Key key : {key::clockRate, key::videoFormat, key::attributes}) spec.Remove(key);
  }
  PutBodyMembers(call, spec);
  return spec;
}

}  // namespace

json::Text AddMediaStreams(Flow& flow) { return AddEach(flow, key::mediaStreams, AddMediaStream); }

json::Text AddFlowMediaStreams(Call& call) {
  Flow flow = RequireFlowForChange(call);
  const json::Text added = AddMediaStreams(flow);
  flow.Finish();
  return json::ObjectWriter().Add(key::flowArn, flow.arn()).Add(key::mediaStreams, added).Finish();
}

json::Text UpdateFlowMediaStream(Call& call) {
  Flow flow = RequireFlowForChange(call);
  Record& stream = RequireMediaStream(flow);
  json::Value document = MakeMediaStream("", UpdatedSpec(call, stream.document()));
  const std::string_view type = json::GetString(document, key::mediaStreamType);
  if (type != json::GetString(stream.document(), key::mediaStreamType)) {
    // UG21:media-stream-update
    const std::string users = UsersOfMediaStream(flow, stream.name());
    if (!users.empty()) {
      throw BadRequest("mediaStreamType: cannot change while the media stream is on " + users);
    }
  }
  stream.Set(std::move(document));
  flow.FinishUpdate();
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn())
      .Add(key::mediaStream, stream.text())
      .Finish();
}

json::Text RemoveFlowMediaStream(Call& call) {
  Flow flow = RequireFlowForChange(call);
  const Record& stream = RequireMediaStream(flow);
  // UG21:media-stream-remove
  RequireStatus(flow, {FlowStatus::kStandby, FlowStatus::kError}, "have a media stream removed");
  const std::string users = UsersOfMediaStream(flow, stream.name());
  if (!users.empty()) {
    throw BadRequest("Media stream " + Quote(stream.name()) + " is on " + users + " of flow " +
                     flow.arn() + "; update or remove that first.");
  }
  const std::string name = stream.name();
  flow.RemovePart(stream);
  flow.Finish();
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn())
      .Add(key::mediaStreamName, name)
      .Finish();
}

}  // namespace mediaconnect
