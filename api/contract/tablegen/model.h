// The models as tablegen reads them: mediaconnect.json and control.json as one, by section and
// name. Of the host tool alone; the server has the tables instead.
#pragma once

#include <rapidjson/document.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace mediaconnect::tablegen {

using Json = rapidjson::Value;

// Ends tablegen: `place` in the model, and what is wrong there.
[[noreturn]] void Fail(const std::string& place, const std::string& what);

// The words of a text such as "GET /v1/flows 200".
std::vector<std::string> Words(const std::string& text);

class Model {
 public:
  // Adds a file. The second one and those after it are this server's own operations.
  void Read(const std::string& path);

  struct Entry {
    std::string name;
    const Json* value;
    bool control;
  };

  // In the order of the files.
  const std::vector<Entry>& Section(const std::string& name) { return sections_[name]; }
  // Or nullptr.
  const Json* Find(const std::string& section, const std::string& name);

 private:
  void Take(const std::string& path, const std::string& text, bool control);
  void Add(const std::string& section, const std::string& name, const Json& value, bool control);

  std::deque<rapidjson::Document> documents_;  // entries point into them
  std::map<std::string, std::vector<Entry>> sections_;
};

}  // namespace mediaconnect::tablegen
