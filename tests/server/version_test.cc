#include "server/version.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "server/options.h"
#include "tests/support/paths.h"

namespace mediaconnect {
namespace {

const std::filesystem::path kTree = std::filesystem::path(kTestFolder).parent_path();

std::string TextOf(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// What the command line prints instead of serving.
std::string PrintedBy(const char* flag) {
  const char* const argv[] = {"mediaconnect-mock", flag};
  try {
    ParseOptions(2, argv);
  } catch (const OptionsExit& exit) {
    EXPECT_EQ(exit.status, 0);
    return exit.what();
  }
  return "";
}

TEST(Version, IsThatOfTheBuildAndOfTheNewestEntryInTheChangelog) {
  EXPECT_TRUE(std::regex_search(TextOf(kTree / "CMakeLists.txt"),
                                std::regex("VERSION " + std::string(Version()) + " ")));
  std::smatch newest;
  const std::string changelog = TextOf(kTree / "CHANGELOG.md");
  ASSERT_TRUE(std::regex_search(changelog, newest, std::regex("## ([0-9.]+)")));
  EXPECT_EQ(newest[1].str(), Version());
}

TEST(Version, NamesTheCommit) {
  EXPECT_TRUE(std::regex_match(std::string(Commit()), std::regex("[0-9a-f]{12}|unknown")));
  EXPECT_EQ(PrintedBy("--version"), "mediaconnect-mock " + std::string(Version()) + " (commit " +
                                        std::string(Commit()) + ")\n");
  if (std::filesystem::exists(kTree / ".git")) EXPECT_NE(Commit(), "unknown");
}

TEST(Licenses, AreThoseOfTheProjectAndOfEachFileInLicenses) {
  const std::string printed = PrintedBy("--licenses");
  EXPECT_EQ(printed, Licenses());
  EXPECT_EQ(printed.rfind(TextOf(kTree / "NOTICE"), 0), 0u);
  std::vector<std::filesystem::path> files = {kTree / "LICENSE"};
  for (const auto& entry : std::filesystem::directory_iterator(kTree / "licenses")) {
    files.push_back(entry.path());
  }
  EXPECT_GE(files.size(), 13u);
  for (const auto& file : files) {
    const std::string text = TextOf(file);
    EXPECT_GT(text.size(), 90u) << file;
    EXPECT_NE(printed.find("\n" + text), std::string::npos) << file;
  }
}

// What the sources include beside C++ itself, whose headers have neither folder nor ending:
// "boost", "sqlite3.h".
std::set<std::string> IncludedLibraries() {
  const std::regex include(R"re(#include <([^/>.]+(?:/|\.h)))re");
  std::set<std::string> libraries;
  for (const char* floor : {"server", "api", "state"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kTree / floor)) {
      if (entry.is_directory()) continue;
      const std::string text = TextOf(entry.path());
      for (std::sregex_iterator it(text.begin(), text.end(), include), end; it != end; ++it) {
        const std::string library = (*it)[1];
        libraries.insert(library.substr(0, library.find('/')));
      }
    }
  }
  return libraries;
}

TEST(Licenses, NameEveryLibraryThatASourceIncludes) {
  const std::set<std::string> of_the_system = {"arpa",   "fcntl.h",   "limits.h", "malloc.h",
                                               "poll.h", "pthread.h", "sys",      "unistd.h"};
  const std::map<std::string, std::string> titles = {
      {"boost", "Boost"},
      {"CLI", "CLI11"},
      {"openssl", "OpenSSL (libcrypto)"},
      {"rapidjson", "RapidJSON"},
      {"spdlog", "spdlog"},
      {"sqlite3.h", "SQLite"},
      {"SQLiteCpp", "SQLiteCpp"},
      {"stb_easy_font.h", "stb (stb_easy_font, stb_image_write)"},
      {"stb_image_write.h", "stb (stb_easy_font, stb_image_write)"},
      {"utf8proc.h", "utf8proc"},
  };
  std::size_t found = 0;
  for (const std::string& library : IncludedLibraries()) {
    if (of_the_system.count(library) != 0) continue;
    const auto title = titles.find(library);
    ASSERT_NE(title, titles.end()) << library << ": whose license is not listed";
    EXPECT_NE(Licenses().find("\n\n" + title->second + "\nhttps://"), std::string::npos) << library;
    ++found;
  }
  EXPECT_EQ(found, titles.size());
}

}  // namespace
}  // namespace mediaconnect
