// Finding the resource that a request names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// Where the caller's resource of this ARN is: in the Region that is called, or, of a kind that is
// global, in that of the ARN.
Scope ScopeOf(const Call& call, std::string_view arn);

// The caller's resource of this kind with this ARN, if there is one.
std::optional<Resource> FindResource(Call& call, ResourceKind kind, std::string_view arn);

// The same of the ARN that the member has. `what`: "Gateway", for the message. Throws
// NotFoundException if there is none.
Resource RequireResource(Call& call, ResourceKind kind, std::string_view what, Key arn_key);

// The same of a member of the body, whose path is given: throws BadRequestException.
Resource RequireNamed(Call& call, ResourceKind kind, std::string_view what, const std::string& path,
                      std::string_view arn);

// Whose resource the ARN that a control operation names is. Under the path of one account that of
// another is nobody's, as text that is no ARN is: the stores find nothing there.
Scope OwnerWithin(const Call& call, std::string_view arn);
// Says of such a resource that it is not there. `what`: "gateway".
std::string IsNotThere(const Call& call, std::string_view what, std::string_view arn);

// NotFoundException for an ARN that names nothing that the caller has. If the caller has it, of
// this kind or of any, in another Region, the message says so (decision 14).
ApiError NoSuchResource(Call& call, std::optional<ResourceKind> kind, std::string_view what,
                        std::string_view arn);

}  // namespace mediaconnect
