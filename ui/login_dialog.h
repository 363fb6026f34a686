#pragma once
// Asks for a name and a password, for a server that wants them.

#include "engine/login_types.h"

#include <QString>

#include <functional>

class QWidget;

namespace penstock {

/// Opens a dialog of `parent`, and returns at once. `said`: who wants it, a sentence without a full
/// stop. `given` is called when a person has given a name, and a password, which may be empty.
void askForLogin(QWidget& parent, const QString& said,
                 std::function<void(const Credentials&)> given);

}  // namespace penstock
