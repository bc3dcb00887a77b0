# cmake -DSOURCE=... -DVERSION=... -DCOMMIT=... -DNOTICES=a,b -DOUTPUT=version.cc -P cmake/version.cmake
# Writes what server/version.h declares: the version, the commit, and the licenses of all that is
# linked into the binary. Without a COMMIT, the one that is checked out.

if(NOT COMMIT AND EXISTS "${SOURCE}/.git")
  execute_process(COMMAND git -C "${SOURCE}" rev-parse --short=12 HEAD
    OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT COMMIT)
  set(COMMIT unknown)
endif()

# Each line of the texts is a literal of its own.
set(literals "")
function(append_file path)
  file(READ "${path}" text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n\"\n    \"" text "${text}")
  set(literals "${literals}    \"${text}\"\n" PARENT_SCOPE)
endfunction()

string(REPEAT "=" 78 rule)
append_file("${SOURCE}/NOTICE")
string(APPEND literals "    \"\\n${rule}\\n\\n\"\n")
append_file("${SOURCE}/LICENSE")
string(REPLACE "," ";" NOTICES "${NOTICES}")
foreach(name IN LISTS NOTICES)
  string(APPEND literals "    \"\\n${rule}\\n\\n\"\n")
  append_file("${SOURCE}/licenses/${name}.txt")
endforeach()

file(WRITE "${OUTPUT}" "// Written by cmake/version.cmake.
#include \"server/version.h\"

namespace mediaconnect {

std::string_view Version() { return \"${VERSION}\"; }

std::string_view Commit() { return \"${COMMIT}\"; }

std::string_view Licenses() {
  return
${literals}      ;
}

}  // namespace mediaconnect
")
