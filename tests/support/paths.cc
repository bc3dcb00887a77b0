#include "tests/support/paths.h"

namespace mediaconnect {

const char* const kTestFolder = TEST_FOLDER;
const char* const kServerBinary = SERVER_BINARY;
const char* const kTablegenBinary = TABLEGEN_BINARY;

}  // namespace mediaconnect
