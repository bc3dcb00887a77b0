// What a flow's source brings, made up: no media flows here, but a program that reads the metadata
// or the thumbnail finds what a plausible programme would show. The same flow always has the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/contract/json.h"

namespace mediaconnect {

struct VideoFormat {
  std::string_view codec;
  int width;
  int height;
  std::string_view frame_rate;  // "59.94"
  int frames_per_second;        // that a timecode counts
};

// The picture of the flow with this ARN.
const VideoFormat& VideoOf(std::string_view flow_arn);

// M:TransportMediaInfo: one program with video, audio and SCTE-35.
json::Value TransportMediaInfo(std::string_view flow_arn, std::string_view flow_name);

// M:NdiSourceMetadataInfo: the source, its picture and its sound. If the flow names no source,
// there is one to be discovered and none that is active.
json::Value NdiInfo(std::string_view flow_arn, std::string_view source_name);

// "10:00:00:00", the time of day of `milliseconds` since 1970 (UTC), in hours, minutes, seconds and
// frames.
std::string Timecode(std::int64_t milliseconds, int frames_per_second);

}  // namespace mediaconnect
