#include "engine/net/certificate_text.h"

#include "engine/base/text.h"
#include "engine/net/free_with.h"

#include <openssl/bio.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <string_view>

namespace penstock {

namespace {

constexpr std::size_t kShownSubject = 120;  // bytes
constexpr std::size_t kShownName = 253;     // bytes: the longest host name

bool isPlainName(std::string_view name) {
    return !name.empty() && name.size() <= kShownName &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

}  // namespace

std::string nameText(const X509_name_st* name) {
    const std::unique_ptr<BIO, FreeWith<BIO_free_all>> out(BIO_new(BIO_s_mem()));
    if (out == nullptr || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_ONELINE) < 0) {
        return {};
    }
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    const std::string_view whole(text, static_cast<std::size_t>(size));
    return std::string(whole.substr(0, kShownSubject)) + (whole.size() > kShownSubject ? "…" : "");
}

std::string shownHost(const std::string& name) {
    return isPlainName(name) ? name : excerpt(name);
}

std::string dateText(const asn1_string_st* time) {
    constexpr std::array kMonths{"January",   "February", "March",    "April",
                                 "May",       "June",     "July",     "August",
                                 "September", "October",  "November", "December"};
    std::tm date{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &date) != 1) {
        return "an unreadable date";
    }
    return std::to_string(date.tm_mday) + ' ' + kMonths[static_cast<std::size_t>(date.tm_mon)] +
           ' ' + std::to_string(date.tm_year + 1900);
}

}  // namespace penstock
