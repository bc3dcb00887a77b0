// Tags: what a key and a value may be, and how many there may be (UG21:tagging-restrictions).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// Throws BadRequestException for a key or value that AWS refuses.
void CheckTags(const std::string& path, const json::Node& tags);

// Checks the tags and merges them into the resource's, which then has at most 50.
void PutTags(Call& call, const std::string& path, std::int64_t resource_id, const json::Node& tags);

// The same for the tags member of a create request, if it is present.
void PutCreateTags(Call& call, const std::string& path, std::int64_t resource_id,
                   const json::Node& spec, Key tags_key);

// All of the resource's, as an object.
json::Text RenderTags(Call& call, std::int64_t resource_id);

}  // namespace mediaconnect
