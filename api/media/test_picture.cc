#include "api/media/test_picture.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

// The font is drawn as rectangles, and the encoder needs no file.
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_easy_font.h>
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace mediaconnect {
namespace {

using Colour = std::array<std::uint8_t, 3>;

constexpr Colour kBlack = {16, 16, 16};
constexpr Colour kWhite = {235, 235, 235};

class Picture {
 public:
  void Fill(int left, int top, int width, int height, const Colour& colour) {
    for (int y = std::max(top, 0); y < std::min(top + height, kPictureHeight); ++y) {
      for (int x = std::max(left, 0); x < std::min(left + width, kPictureWidth); ++x) {
        const auto pixel = static_cast<std::size_t>(y) * kPictureWidth + static_cast<unsigned>(x);
        std::copy(colour.begin(), colour.end(), &pixels_[pixel * colour.size()]);
      }
    }
  }

  // Centres the text in a black band, as large as fits up to `largest` times the font's size.
  void Write(std::string_view text, int top, int largest) {
    std::string line(text);
    int scale = largest;
    while (scale > 1 && stb_easy_font_width(line.data()) * scale > kPictureWidth - kMargin) --scale;
    const int height = kFontHeight * scale;
    const int left = (kPictureWidth - stb_easy_font_width(line.data()) * scale) / 2;
    Fill(0, top - scale * 2, kPictureWidth, height + scale * 2, kBlack);
    // Four corners a rectangle; the first is its left top, the third its right bottom.
    struct Corner {
      float x, y, z;
      std::array<unsigned char, 4> colour;
    };
    std::vector<Corner> corners(text.size() * 80);
    const int count = stb_easy_font_print(0, 0, line.data(), nullptr, corners.data(),
                                          static_cast<int>(corners.size() * sizeof(Corner)));
    for (std::size_t i = 0; i < static_cast<std::size_t>(count) * 4; i += 4) {
      const Corner& first = corners[i];
      const Corner& third = corners[i + 2];
      Fill(left + static_cast<int>(first.x) * scale, top + static_cast<int>(first.y) * scale,
           static_cast<int>(third.x - first.x) * scale, static_cast<int>(third.y - first.y) * scale,
           kWhite);
    }
  }

  std::string Encode() const {
    constexpr int kQuality = 70;
    std::string file;
    const auto append = [](void* context, void* data, int size) {
      static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                                 static_cast<std::size_t>(size));
    };
    stbi_write_jpg_to_func(append, &file, kPictureWidth, kPictureHeight, 3, pixels_.data(),
                           kQuality);
    return file;
  }

 private:
  static constexpr int kMargin = 16;
  static constexpr int kFontHeight = 12;

  std::vector<std::uint8_t> pixels_ =
      std::vector<std::uint8_t>(std::size_t{kPictureWidth} * kPictureHeight * 3);
};

}  // namespace

std::string MakeTestPicture(std::string_view title, std::string_view timecode) {
  // 75 % bars, as on any test signal.
  static constexpr std::array<Colour, 7> kBars = {{{191, 191, 191},
                                                   {191, 191, 0},
                                                   {0, 191, 191},
                                                   {0, 191, 0},
                                                   {191, 0, 191},
                                                   {191, 0, 0},
                                                   {0, 0, 191}}};
  Picture picture;
  constexpr int kBarWidth = kPictureWidth / static_cast<int>(kBars.size()) + 1;
  for (std::size_t i = 0; i < kBars.size(); ++i) {
    picture.Fill(static_cast<int>(i) * kBarWidth, 0, kBarWidth, kPictureHeight, kBars[i]);
  }
  picture.Write(title, 70, 4);
  picture.Write(timecode, 160, 5);
  return picture.Encode();
}

}  // namespace mediaconnect
