#include "api/media/metadata.h"

#include <array>
#include <cstdio>

#include "api/contract/contract.h"

namespace mediaconnect {
namespace {

// UGnow:thumbnails-specifications, which lists what the service can look into.
constexpr std::array<VideoFormat, 5> kVideoFormats = {{{"H264", 1920, 1080, "59.94", 60},
                                                       {"H264", 1920, 1080, "50", 50},
                                                       {"H264", 1280, 720, "59.94", 60},
                                                       {"HEVC", 3840, 2160, "50", 50},
                                                       {"MPEG2", 1920, 1080, "29.97", 30}}};

struct AudioFormat {
  std::string_view codec;
  int channels;
};
constexpr std::array<AudioFormat, 3> kAudioFormats = {{{"AAC", 2}, {"AC3", 6}, {"MPEG2", 2}}};

constexpr int kSampleRate = 48000;

// A number that is always the same for one ARN (FNV-1a).
std::uint32_t NumberOf(std::string_view arn) {
  std::uint32_t number = 2166136261U;
  for (const char c : arn) number = (number ^ static_cast<unsigned char>(c)) * 16777619U;
  return number;
}

json::Value Resolution(const VideoFormat& video) {
  json::Value resolution = json::Value::Object();
  resolution.Set(key::frameHeight, video.height);
  resolution.Set(key::frameWidth, video.width);
  return resolution;
}

// PIDs as UGnow:view-source-metadata-flow shows them.
constexpr int kProgramPid = 2000;
constexpr int kVideoPid = 256;

json::Value TransportStreams(const VideoFormat& video, const AudioFormat& audio) {
  json::Value streams = json::Value::Array();
  json::Value picture = json::Value::Object();
  picture.Set(key::codec, video.codec);
  picture.Set(key::frameRate, video.frame_rate);
  picture.Set(key::frameResolution, Resolution(video));
  picture.Set(key::pid, kVideoPid);
  picture.Set(key::streamType, "Video");
  streams.Append(std::move(picture));
  json::Value sound = json::Value::Object();
  sound.Set(key::channels, audio.channels);
  sound.Set(key::codec, audio.codec);
  sound.Set(key::pid, kVideoPid + 1);
  sound.Set(key::sampleRate, kSampleRate);
  sound.Set(key::sampleSize, 16);
  sound.Set(key::streamType, "Audio");
  streams.Append(std::move(sound));
  json::Value cues = json::Value::Object();
  cues.Set(key::codec, "SCTE35");
  cues.Set(key::pid, kVideoPid + 2);
  cues.Set(key::streamType, "Data");
  streams.Append(std::move(cues));
  return streams;
}

json::Value NdiStreams(const VideoFormat& video) {
  json::Value streams = json::Value::Array();
  json::Value picture = json::Value::Object();
  picture.Set(key::codec, "speed-hq");  // M:NdiMediaStreamInfo.Codec
  picture.Set(key::frameRate, video.frame_rate);
  picture.Set(key::frameResolution, Resolution(video));
  picture.Set(key::scanMode, "progressive");
  picture.Set(key::streamId, 1);
  picture.Set(key::streamType, "Video");
  streams.Append(std::move(picture));
  json::Value sound = json::Value::Object();
  sound.Set(key::channels, 2);
  sound.Set(key::codec, "speed-hq");
  sound.Set(key::sampleRate, kSampleRate / 1000);  // M: "measured in kilohertz"
  sound.Set(key::streamId, 2);
  sound.Set(key::streamType, "Audio");
  streams.Append(std::move(sound));
  return streams;
}

json::Value NamedSource(std::string_view name) {
  json::Value source = json::Value::Object();
  source.Set(key::sourceName, name);
  return source;
}

}  // namespace

const VideoFormat& VideoOf(std::string_view flow_arn) {
  return kVideoFormats[NumberOf(flow_arn) % kVideoFormats.size()];
}

json::Value TransportMediaInfo(std::string_view flow_arn, std::string_view flow_name) {
  const std::uint32_t number = NumberOf(flow_arn);
  json::Value program = json::Value::Object();
  program.Set(key::pcrPid, kVideoPid);
  program.Set(key::programName, flow_name);
  program.Set(key::programNumber, 1);
  program.Set(key::programPid, kProgramPid);
  program.Set(key::streams, TransportStreams(VideoOf(flow_arn),
                                             kAudioFormats[number / 7 % kAudioFormats.size()]));
  json::Value programs = json::Value::Array();
  programs.Append(std::move(program));
  json::Value info = json::Value::Object();
  info.Set(key::programs, std::move(programs));
  return info;
}

json::Value NdiInfo(std::string_view flow_arn, std::string_view source_name) {
  const bool is_named = !source_name.empty();
  json::Value discovered = json::Value::Array();
  discovered.Append(NamedSource(is_named ? source_name : "STUDIO (Camera 1)"));
  json::Value media = json::Value::Object();
  media.Set(key::streams, is_named ? NdiStreams(VideoOf(flow_arn)) : json::Value::Array());
  json::Value info = json::Value::Object();
  if (is_named) info.Set(key::activeSource, NamedSource(source_name));
  info.Set(key::discoveredSources, std::move(discovered));
  info.Set(key::mediaInfo, std::move(media));
  info.Set(key::messages, json::Value::Array());
  return info;
}

std::string Timecode(std::int64_t milliseconds, int frames_per_second) {
  const auto second = static_cast<unsigned>(milliseconds / 1000 % 86400);
  const auto frame = static_cast<unsigned>(milliseconds % 1000 * frames_per_second / 1000);
  char text[16];
  std::snprintf(text, sizeof text, "%02u:%02u:%02u:%02u", second / 3600 % 24, second / 60 % 60,
                second % 60, frame % 100);
  return text;
}

}  // namespace mediaconnect
