// Where the tests find what they read and run.
#pragma once

namespace mediaconnect {

extern const char* const kTestFolder;    // tests/
extern const char* const kServerBinary;  // mediaconnect-mock, of the same build
extern const char* const kTablegenBinary;

}  // namespace mediaconnect
