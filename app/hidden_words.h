#pragma once

// Secrets of a command line, kept from those who list processes.

namespace penstock {

/// Overwrites in `arguments`, which are main()'s, what `ps` would show of them: what follows
/// --user, --header and --proxy, and logins in addresses. To be called once they were read.
void hideSecrets(int count, char** arguments) noexcept;

}  // namespace penstock
