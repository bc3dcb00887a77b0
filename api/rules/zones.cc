#include "api/rules/zones.h"

namespace mediaconnect {

std::string PickZone(const json::Node& request, const Scope& scope, const Draw& draw) {
  constexpr std::string_view kZones = "abc";
  const std::string& region = scope.region;
  const json::Node* given = json::Find(request, key::availabilityZone);
  // Which one is not the caller's concern (UG21:flows-create-standard-source).
  if (given == nullptr) return region + kZones[draw.Pick(kZones.size())];
  std::string zone(json::StringOf(*given));
  for (const char letter : kZones) {
    if (zone == region + letter) return zone;
  }
  throw BadRequest("availabilityZone: " + Quote(zone) + " is not an Availability Zone of Region " +
                   region + "; use " + region + "a, " + region + "b or " + region + "c");
}

}  // namespace mediaconnect
