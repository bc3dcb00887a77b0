# The libraries that the server is built from, and the packages that have them. Each becomes a target
# libraries::NAME; its license is licenses/NAME.txt. What is missing is reported all at once.
#
#   mediaconnect_library(NAME
#     TITLE title URL home-page       what a person calls it
#     HEADER file [FOLDER suffix]     the header that shows it, and the folder that it may lie in
#     [LIBRARY name]                  what to link; without it, the headers are all
#     [MACRO name LEAST number]       the version, as the header has it
#     DEBIAN packages... [DEBIAN12 packages...] FEDORA ... ALPINE ... HOMEBREW ...)
# Ubuntu's packages are Debian's. A system that has no package is left out.

set(MEDIACONNECT_NOTICES "")
set(MEDIACONNECT_MISSING "")
set(MEDIACONNECT_SYSTEMS DEBIAN12 DEBIAN FEDORA ALPINE HOMEBREW)
set(INSTALL_ON_DEBIAN12 "Debian 12:     apt install")
set(INSTALL_ON_DEBIAN "Debian 13:     apt install")
set(INSTALL_ON_FEDORA "Fedora:        dnf install")
set(INSTALL_ON_ALPINE "Alpine:        apk add")
set(INSTALL_ON_HOMEBREW "Homebrew:      brew install")

# Remembers that something is missing, why, and where it is packaged (columns as above).
function(mediaconnect_missing title url reason)
  cmake_parse_arguments(PARSE_ARGV 3 arg "" "" "${MEDIACONNECT_SYSTEMS}")
  if(NOT arg_DEBIAN12)
    set(arg_DEBIAN12 ${arg_DEBIAN})
  endif()
  set(MEDIACONNECT_MISSING "${MEDIACONNECT_MISSING}\n    ${title}: ${reason}" PARENT_SCOPE)
  foreach(system IN LISTS MEDIACONNECT_SYSTEMS)
    if(arg_${system})
      list(JOIN arg_${system} " " packages)
      set(PACKAGES_OF_${system} "${PACKAGES_OF_${system}} ${packages}" PARENT_SCOPE)
    else()
      set(UNPACKAGED_ON_${system} "${UNPACKAGED_ON_${system}}, ${title} (${url})" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# The number that a header gives a macro, or 0.
function(mediaconnect_read_macro header macro result)
  file(STRINGS "${header}" line REGEX "^#[ \t]*define[ \t]+${macro}[ \t]+[0-9]+" LIMIT_COUNT 1)
  string(REGEX MATCH "[0-9]+" number "${line}")
  set(${result} "${number}" PARENT_SCOPE)
  if(NOT number)
    set(${result} 0 PARENT_SCOPE)
  endif()
endfunction()

macro(mediaconnect_library name)
  cmake_parse_arguments(lib "" "TITLE;URL;HEADER;FOLDER;LIBRARY;MACRO;LEAST" "${MEDIACONNECT_SYSTEMS}" ${ARGN})
  set(lib_problem "")
  find_path(${name}_INCLUDE_DIR ${lib_HEADER} PATH_SUFFIXES ${lib_FOLDER})
  if(NOT ${name}_INCLUDE_DIR)
    set(lib_problem "there is no ${lib_HEADER}")
  elseif(lib_MACRO)
    mediaconnect_read_macro("${${name}_INCLUDE_DIR}/${lib_HEADER}" ${lib_MACRO} lib_number)
    if(lib_number LESS lib_LEAST)
      set(lib_problem "in ${${name}_INCLUDE_DIR} its ${lib_MACRO} is ${lib_number}, which is too old")
    endif()
  endif()
  set(lib_variable ${name}_LIBRARY)
  if(MEDIACONNECT_STATIC)
    set(lib_variable ${name}_STATIC_LIBRARY)  # so that one build folder can be both, in turn
  endif()
  if(lib_LIBRARY)
    find_library(${lib_variable} ${lib_LIBRARY})
    if(NOT lib_problem AND NOT ${lib_variable})
      list(JOIN CMAKE_FIND_LIBRARY_SUFFIXES " or " lib_suffixes)
      set(lib_problem "there is no lib${lib_LIBRARY} (${lib_suffixes})")
    endif()
  endif()
  add_library(libraries::${name} INTERFACE IMPORTED)
  if(lib_problem)
    mediaconnect_missing("${lib_TITLE}" "${lib_URL}" "${lib_problem}" DEBIAN12 ${lib_DEBIAN12} DEBIAN ${lib_DEBIAN}
      FEDORA ${lib_FEDORA} ALPINE ${lib_ALPINE} HOMEBREW ${lib_HOMEBREW})
  else()
    target_include_directories(libraries::${name} INTERFACE ${${name}_INCLUDE_DIR})
    # Debian keeps the headers that differ by architecture in a folder of their own.
    if(CMAKE_LIBRARY_ARCHITECTURE AND IS_DIRECTORY "${${name}_INCLUDE_DIR}/${CMAKE_LIBRARY_ARCHITECTURE}")
      target_include_directories(libraries::${name} INTERFACE
        ${${name}_INCLUDE_DIR}/${CMAKE_LIBRARY_ARCHITECTURE})
    endif()
    if(lib_LIBRARY)
      target_link_libraries(libraries::${name} INTERFACE ${${lib_variable}})
    endif()
  endif()
  list(APPEND MEDIACONNECT_NOTICES ${name})
endmacro()

# Ends the configuration where something is missing, with what to do about it on each system.
function(mediaconnect_require_libraries)
  if(NOT MEDIACONNECT_MISSING)
    return()
  endif()
  set(commands "")
  foreach(system IN LISTS MEDIACONNECT_SYSTEMS)
    set(command "${INSTALL_ON_${system}}${PACKAGES_OF_${system}}")
    if(NOT PACKAGES_OF_${system})
      string(REGEX REPLACE ":.*" ":" command "${INSTALL_ON_${system}}")
    endif()
    string(REGEX REPLACE "^, " "" unpackaged "${UNPACKAGED_ON_${system}}")
    if(unpackaged)
      string(APPEND command "\n                   and, as there is no package, from its source: ${unpackaged}")
    endif()
    string(APPEND commands "\n    ${command}")
    if(system STREQUAL "DEBIAN")
      string(REPLACE "Debian 13:   " "Ubuntu 24.04:" command "${command}")
      string(APPEND commands "\n    ${command}")
    endif()
  endforeach()
  message(FATAL_ERROR "  mediaconnect-mock needs what was not found here:${MEDIACONNECT_MISSING}\n"
    "  To install it:${commands}\n"
    "  Libraries in another place are found with -DCMAKE_PREFIX_PATH=FOLDER.")
endfunction()

mediaconnect_library(boost
  TITLE "Boost 1.81 or later" URL https://www.boost.org
  HEADER boost/version.hpp MACRO BOOST_VERSION LEAST 108100 LIBRARY boost_url
  DEBIAN libboost-dev libboost-url-dev DEBIAN12 libboost1.81-dev libboost-url1.81-dev
  FEDORA boost-devel ALPINE boost-dev boost-static HOMEBREW boost)
# Makes Asio allocate by operator new, whose handler gives up the memory reserve
# (server/memory_reserve.h). Asio ends the process if an allocation in one of its destructors fails.
target_compile_definitions(libraries::boost INTERFACE BOOST_ASIO_DISABLE_STD_ALIGNED_ALLOC
                                                      BOOST_ASIO_DISABLE_BOOST_ALIGN)
mediaconnect_library(rapidjson
  TITLE RapidJSON URL https://rapidjson.org
  HEADER rapidjson/document.h
  DEBIAN rapidjson-dev FEDORA rapidjson-devel ALPINE rapidjson-dev HOMEBREW rapidjson)
mediaconnect_library(sqlite
  TITLE "SQLite 3.37 or later" URL https://www.sqlite.org
  HEADER sqlite3.h MACRO SQLITE_VERSION_NUMBER LEAST 3037000 LIBRARY sqlite3
  DEBIAN libsqlite3-dev FEDORA sqlite-devel ALPINE sqlite-dev HOMEBREW sqlite)
mediaconnect_library(sqlitecpp
  TITLE SQLiteCpp URL https://github.com/SRombauts/SQLiteCpp
  HEADER SQLiteCpp/SQLiteCpp.h LIBRARY SQLiteCpp
  DEBIAN libsqlitecpp-dev FEDORA sqlitecpp-devel HOMEBREW sqlitecpp)
mediaconnect_library(openssl
  TITLE "OpenSSL 3.0 or later" URL https://www.openssl.org
  HEADER openssl/opensslv.h MACRO OPENSSL_VERSION_MAJOR LEAST 3 LIBRARY crypto
  DEBIAN libssl-dev FEDORA openssl-devel ALPINE openssl-dev HOMEBREW openssl@3)
mediaconnect_library(cli11
  TITLE CLI11 URL https://github.com/CLIUtils/CLI11
  HEADER CLI/CLI.hpp
  DEBIAN libcli11-dev FEDORA cli11-devel ALPINE cli11-dev HOMEBREW cli11)
mediaconnect_library(spdlog
  TITLE spdlog URL https://github.com/gabime/spdlog
  HEADER spdlog/spdlog.h
  DEBIAN libspdlog-dev FEDORA spdlog-devel ALPINE spdlog-dev HOMEBREW spdlog)
mediaconnect_library(fmt
  TITLE fmt URL https://fmt.dev
  HEADER fmt/format.h
  DEBIAN libfmt-dev FEDORA fmt-devel ALPINE fmt-dev HOMEBREW fmt)
mediaconnect_library(utf8proc
  TITLE utf8proc URL https://github.com/JuliaStrings/utf8proc
  HEADER utf8proc.h LIBRARY utf8proc
  DEBIAN libutf8proc-dev FEDORA utf8proc-devel ALPINE utf8proc-dev HOMEBREW utf8proc)
mediaconnect_library(stb
  TITLE stb URL https://github.com/nothings/stb
  HEADER stb_image_write.h FOLDER stb
  DEBIAN libstb-dev FEDORA stb-devel ALPINE stb)
if(MEDIACONNECT_STATIC)
  # A static libcrypto may compress with these, as Debian 13's does.
  mediaconnect_library(zlib
    TITLE zlib URL https://zlib.net
    HEADER zlib.h LIBRARY z
    DEBIAN zlib1g-dev FEDORA zlib-static ALPINE zlib-static HOMEBREW zlib)
  mediaconnect_library(zstd
    TITLE Zstandard URL https://github.com/facebook/zstd
    HEADER zstd.h LIBRARY zstd
    DEBIAN libzstd-dev FEDORA libzstd-static ALPINE zstd-static HOMEBREW zstd)
  target_link_libraries(libraries::openssl INTERFACE libraries::zstd libraries::zlib)
else()
  list(APPEND MEDIACONNECT_NOTICES zlib zstd)
endif()
if(BUILD_TESTING)
  find_package(GTest QUIET)
  if(NOT GTest_FOUND)
    mediaconnect_missing("GoogleTest" https://github.com/google/googletest
      "the tests need it; -DBUILD_TESTING=OFF builds without them"
      DEBIAN libgtest-dev libgmock-dev FEDORA gtest-devel gmock-devel ALPINE gtest-dev HOMEBREW googletest)
  endif()
endif()
mediaconnect_require_libraries()
# What the compiler brings, part of a static binary.
list(APPEND MEDIACONNECT_NOTICES glibc libstdcxx)
