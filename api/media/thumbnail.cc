#include "api/media/thumbnail.h"

#include <openssl/evp.h>

#include "api/media/metadata.h"
#include "api/media/test_picture.h"

namespace mediaconnect {
namespace {

std::string Base64(const std::string& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

}  // namespace

Thumbnail MakeThumbnail(std::string_view arn, std::string_view name, std::int64_t since,
                        std::int64_t now) {
  // UGnow:monitor-with-thumbnails: "one image every second", from the start on.
  constexpr std::int64_t kPeriod = 1000;
  Thumbnail thumbnail{.taken = since + (now - since) / kPeriod * kPeriod};
  thumbnail.timecode = Timecode(thumbnail.taken, VideoOf(arn).frames_per_second);
  thumbnail.picture = Base64(MakeTestPicture(name, thumbnail.timecode));
  return thumbnail;
}

}  // namespace mediaconnect
