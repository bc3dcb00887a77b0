// Tags of the resources under /tags/{arn}: TagResource, UntagResource, ListTagsForResource.
#pragma once

#include "api/call.h"

namespace mediaconnect {

json::Text TagResource(Call& call);
json::Text UntagResource(Call& call);
json::Text ListTagsForResource(Call& call);

}  // namespace mediaconnect
