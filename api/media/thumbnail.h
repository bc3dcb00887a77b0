// The thumbnail of what runs: the test picture, one image every second.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mediaconnect {

struct Thumbnail {
  std::string picture;  // a JPEG file in base64
  std::string timecode;
  std::int64_t taken;  // in milliseconds since 1970
};

// Of the resource with this ARN and name that runs since then; both times in milliseconds since
// 1970.
Thumbnail MakeThumbnail(std::string_view arn, std::string_view name, std::int64_t since,
                        std::int64_t now);

}  // namespace mediaconnect
