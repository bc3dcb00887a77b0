#include "tests/support/paths.h"

namespace mediaconnect {

const char* const kTestFolder = TEST_FOLDER;
const char* const kServerBinary = SERVER_BINARY;

}  // namespace mediaconnect
