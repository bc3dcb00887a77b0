// `mediaconnect-mock healthcheck [URL]`: asks a running server whether it is ready, for images that
// have no shell and no curl.
#pragma once

#include <string>

namespace mediaconnect {

// `url`: "http://HOST[:PORT][/BASE]". Returns "" if the server answers 200 on
// /_mediaconnect/ready within 3 s, or one line on why it does not.
std::string CheckHealth(const std::string& url);

}  // namespace mediaconnect
