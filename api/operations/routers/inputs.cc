// Router inputs (rules 3.4): CreateRouterInput, GetRouterInput, BatchGetRouterInput,
// ListRouterInputs, UpdateRouterInput, DeleteRouterInput, StartRouterInput, StopRouterInput,
// RestartRouterInput, GetRouterInputSourceMetadata, GetRouterInputThumbnail.
#include <string>
#include <utility>

#include "api/contract/timestamp.h"
#include "api/media/metadata.h"
#include "api/media/thumbnail.h"
#include "api/operations/routers/connections.h"
#include "api/operations/routers/ends.h"
#include "api/operations/routers/protocols.h"
#include "api/operations/routers/takes.h"
#include "api/rules/encryption.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

// {"failover": {"protocolConfigurations": [{...}, {...}]}}, and the same of merge.
void CompletePair(const std::string& path, json::Value& pair) {
  const std::string at = Path(path, key::protocolConfigurations);
  const auto given = json::Items(pair, key::protocolConfigurations);
  routers::CheckPair(at, given);
  json::Value completed = json::Value::Array();
  ForEach(given, at, [&](const json::Node& one, const std::string& inner) {
    completed.Append(routers::CompleteProtocol(inner, one));
  });
  pair.Set(key::protocolConfigurations, std::move(completed));
}

void CompleteVariant(const std::string& path, std::string_view variant, json::Value& members) {
  if (variant == key::standard.name) return routers::CompleteStandard(path, members);
  CompletePair(path, members);
}

// An input that is updated still fits the outputs that take it.
void CheckTakers(Call& call, const Resource& input, const json::Node& document) {
  for (const Resource& output : call.state.routers.FindTakers(input.id)) {
    routers::CheckFit("", json::ParseTrusted(output.doc), document);
  }
}

void Complete(const routers::Making& making, json::Value& document) {
  routers::CompleteEnd(making, document);
  if (!making.IsNew()) CheckTakers(making.call, making.resource, document);
  routers::CompleteConfiguration(making, document, CompleteVariant);
  document.Set(key::transitEncryption,
               MakeTransitEncryption(std::string(key::transitEncryption.name),
                                     json::Find(document, key::transitEncryption)));
}

// What is known of the stream that comes in, which is not from where it does.
json::Value StreamDetails(const json::Node& configuration) {
  json::Value details = json::Value::Object();
  const std::string_view variant = routers::VariantOf(configuration).name;
  if (variant == key::failover.name || variant == key::merge.name) {
    int index = 0;
    for (const Key source : {key::sourceIndexZeroStreamDetails, key::sourceIndexOneStreamDetails}) {
      json::Value indexed = json::Value::Object();
      indexed.Set(key::sourceIndex, index++);
      details.Set(source, std::move(indexed));
    }
  }
  json::Value by_variant = json::Value::Object();
  by_variant.SetNamed(variant, std::move(details));
  return by_variant;
}

void Show(Call& call, const Resource& input, json::Value& shown) {
  routers::ShowEnd(call, input, shown);
  shown.Set(key::streamDetails, StreamDetails(json::Get(shown, key::configuration)));
  shown.Set(key::routedOutputs, call.state.routers.CountTakers(input.id));
  shown.Set(key::maximumRoutedOutputs, routers::kMostRoutedOutputs);
}

void RequireUnused(Call& call, const Resource& input) {
  routers::RequireDisconnected(input);
  const auto takers = call.state.routers.FindTakers(input.id);
  if (takers.empty()) return;
  throw Conflict("Router input " + input.arn + " is taken by " + std::to_string(takers.size()) +
                 " router outputs, such as " + takers.front().arn +
                 "; have them take another input or none first (TakeRouterInput).");
}

constexpr routers::Family kFamily{
    .kind = ResourceKind::kRouterInput,
    .noun = "Router input",
    .one = key::routerInput,
    .many = key::routerInputs,
    .type = key::inputType,
    .quota = Quota::kRouterInputs,
    .quota_breach = ErrorCode::RouterInputServiceQuotaExceededException,
    .created = RouterState::kStandby,
    .updatable = routers::kUpdatableEnd,
    .removable = routers::kRemovableEnd,
    .complete = Complete,
    .show = Show,
    .require_unused = RequireUnused,
};

// Content comes in while it runs. If it does not, a message says so.
bool IsRunning(const Resource& input) {
  return input.active_since.has_value() &&
         (input.Is(RouterState::kActive) || input.Is(RouterState::kUpdating));
}

json::Text WhyNoMedia(const Resource& input) {
  json::ArrayWriter messages;
  if (!IsRunning(input)) {
    messages.Add(
        json::ObjectWriter()
            .Add(key::code, "RouterInputNotActive")
            .Add(key::message, "The router input is " + input.status +
                                   "; there is something to see of its source while it is ACTIVE.")
            .Finish());
  }
  return messages.Finish();
}

json::ObjectWriter WriteName(const Resource& input) {
  json::ObjectWriter reply;
  reply.Add(key::arn, input.arn).Add(key::name, input.name);
  return reply;
}

}  // namespace

json::Text CreateRouterInput(Call& call) { return routers::Create(call, kFamily); }
json::Text GetRouterInput(Call& call) { return routers::Get(call, kFamily); }
json::Text BatchGetRouterInput(Call& call) { return routers::BatchGet(call, kFamily); }
json::Text ListRouterInputs(Call& call) { return routers::List(call, kFamily); }
json::Text UpdateRouterInput(Call& call) { return routers::Update(call, kFamily); }
json::Text DeleteRouterInput(Call& call) { return routers::Delete(call, kFamily); }
json::Text StartRouterInput(Call& call) { return routers::Start(call, kFamily); }
json::Text StopRouterInput(Call& call) { return routers::Stop(call, kFamily); }
json::Text RestartRouterInput(Call& call) { return routers::Restart(call, kFamily); }

json::Text GetRouterInputSourceMetadata(Call& call) {
  const Resource input = routers::Require(call, kFamily);
  json::ObjectWriter details;
  details.Add(key::sourceMetadataMessages, WhyNoMedia(input));
  if (IsRunning(input)) {
    json::Value metadata = json::Value::Object();
    metadata.Set(key::transportStreamMediaInfo, TransportMediaInfo(input.arn, input.name));
    details.Add(key::timestamp, FormatTimestamp(*input.active_since))
        .Add(key::routerInputMetadata, json::Write(metadata));
  } else {
    details.Add(key::timestamp, FormatTimestamp(call.Now()));
  }
  return WriteName(input).Add(key::sourceMetadataDetails, details.Finish()).Finish();
}

json::Text GetRouterInputThumbnail(Call& call) {
  const Resource input = routers::Require(call, kFamily);
  json::ObjectWriter details;
  details.Add(key::thumbnailMessages, WhyNoMedia(input));
  if (IsRunning(input)) {
    const Thumbnail made = MakeThumbnail(input.arn, input.name, *input.active_since, call.Now());
    details.Add(key::thumbnail, made.picture)
        .Add(key::timecode, made.timecode)
        .Add(key::timestamp, FormatTimestamp(made.taken));
  }
  return WriteName(input).Add(key::thumbnailDetails, details.Finish()).Finish();
}

}  // namespace mediaconnect
