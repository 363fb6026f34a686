#pragma once
// Who a person is to a server. A value; its password is a secret, and stands in no list, log or
// sentence.

#include <string>

namespace penstock {

struct Credentials {
    std::string user;
    std::string password;

    bool operator==(const Credentials&) const = default;
};

}  // namespace penstock
