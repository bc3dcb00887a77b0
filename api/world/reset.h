// POST /_mediaconnect/reset: the model as it was at the start, for all accounts or for one.
#pragma once

#include "api/call.h"

namespace mediaconnect {

json::Text Reset(Call& call);

}  // namespace mediaconnect
