#pragma once
// Parts of a certificate as text that is fit to be shown. Pure; any thread.

#include <string>

struct X509_name_st;
struct asn1_string_st;

namespace penstock {

/// "3 May 2024", of a time in a certificate or in a statement about one.
std::string dateText(const asn1_string_st* time);

/// "CN = Example CA", bounded, controls and other than ASCII escaped.
std::string nameText(const X509_name_st* name);

/// A host as a certificate names it.
std::string shownHost(const std::string& name);

}  // namespace penstock
