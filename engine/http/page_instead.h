#pragma once
// Whether a web page came where a file was meant: a login, a captive portal, a page about a
// download. Pure.

#include "engine/http/headers.h"
#include "engine/http/url.h"

#include <string_view>

namespace penstock {

/// Is this the name, raw, of a file that no server has as a page ("a.iso", "Film.MKV")? Looks at
/// what follows the last dot only; case does not matter. Names without one, and those of programs
/// ("get.php"), say nothing.
bool isFileName(std::string_view name) noexcept;

/// Does an answer with `fields` bring a page (text/html, application/xhtml+xml), although
/// Content-Disposition, or else the address `asked` that a person gave, names a file? Redirects do
/// not matter: they are how a portal leads away.
bool isPageInstead(const Headers& fields, const Url& asked);

}  // namespace penstock
