// The picture that a flow's thumbnail shows: colour bars, with a title and a timecode drawn in.
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace mediaconnect {

// UGnow:monitor-with-thumbnails: "a JPEG thumbnail with a 480 x 270 resolution".
inline constexpr int kPictureWidth = 480;
inline constexpr int kPictureHeight = 270;

// A JPEG file. Both texts are ASCII.
std::string MakeTestPicture(std::string_view title, std::string_view timecode);

}  // namespace mediaconnect
