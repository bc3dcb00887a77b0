#include "api/contract/route.h"

#include <algorithm>

namespace mediaconnect {
namespace {

// "/v1/flows/x" -> "v1", "flows", "x"; "/v1/flows/" -> "v1", "flows", "".
std::vector<std::string_view> Split(std::string_view path) {
  std::vector<std::string_view> segments;
  segments.reserve(8);
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  while (true) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// ARNs of media streams and VPC interfaces hold slashes. SDKs encode them; people with curl do not,
// so under /tags/ an ARN runs to the end of the path.
std::vector<std::string_view> JoinTagArn(std::string_view path,
                                         std::vector<std::string_view> segments) {
  if (segments[0] != "tags") return segments;
  for (std::size_t i = 1; i < std::min<std::size_t>(segments.size(), 3); ++i) {
    if (segments[i].substr(0, 4) != "arn:") continue;
    const auto offset = static_cast<std::size_t>(segments[i].data() - path.data());
    segments.resize(i + 1);
    segments[i] = path.substr(offset);
  }
  return segments;
}

constexpr std::string_view kAccounts = "accounts";

constexpr std::string_view kAccountLabel = "{accountId}";

// "/_mediaconnect/reset" -> "_mediaconnect", "accounts", "{accountId}", "reset".
std::vector<std::string_view> AccountSegments(const Operation& operation) {
  std::vector<std::string_view> segments = Split(operation.uri);
  segments.insert(segments.begin() + 1, {kAccounts, kAccountLabel});
  return segments;
}

}  // namespace

bool HasAccountPath(const Operation& operation) {
  return operation.control && !operation.foreign && Split(operation.uri)[1] != kAccounts;
}

std::string AccountPath(const Operation& operation) {
  std::string path;
  for (const std::string_view segment : AccountSegments(operation))
    path.append("/").append(segment);
  return path;
}

Router::Router() {
  for (const Operation& operation : Operations()) {
    Add(Split(operation.uri), {operation.method, &operation, Form::kOwn});
    if (HasAccountPath(operation)) {
      Add(AccountSegments(operation), {operation.method, &operation, Form::kOfAccount});
    }
  }
  for (const Alias& alias : Aliases()) {
    Add(Split(alias.uri), {alias.method, &OperationOf(alias.op), Form::kAlias});
  }
}

void Router::Add(const std::vector<std::string_view>& segments, const Ending& ending) {
  Step* step = &root_;
  for (const std::string_view segment : segments) {
    const bool is_label = segment.front() == '{';
    const std::string_view text = is_label ? segment.substr(1, segment.size() - 2) : segment;
    auto found = std::find_if(step->next.begin(), step->next.end(), [&](const Step& next) {
      return is_label ? next.label == text : next.literal == text;
    });
    if (found == step->next.end()) {
      Step next;
      (is_label ? next.label : next.literal) = text;
      // Literals come before labels, so that Walk tries them first.
      found = step->next.insert(is_label ? step->next.end() : step->next.begin(), std::move(next));
    }
    step = &*found;
  }
  step->endings.push_back(ending);
}

Route Router::Match(std::string_view method, std::string_view path) const {
  Route route;
  const std::vector<std::string_view> segments = JoinTagArn(path, Split(path));
  Walk(root_, segments, 0, method, route);
  return route;
}

bool Router::Walk(const Step& step, const std::vector<std::string_view>& segments,
                  std::size_t depth, std::string_view method, Route& route) {
  if (depth == segments.size()) {
    for (const Ending& ending : step.endings) {
      if (ending.method != method) continue;
      route.operation = ending.operation;
      route.is_alias = ending.form == Form::kAlias;
      if (ending.form == Form::kOfAccount) {
        route.account = route.labels.front().raw;
        route.labels.erase(route.labels.begin());
      }
      return true;
    }
    return false;
  }
  for (const Step& next : step.next) {
    if (!next.label.empty()) {
      route.labels.push_back({next.label, segments[depth]});
      if (Walk(next, segments, depth + 1, method, route)) return true;
      route.labels.pop_back();
    } else if (next.literal == segments[depth] && Walk(next, segments, depth + 1, method, route)) {
      return true;
    }
  }
  return false;
}

}  // namespace mediaconnect
