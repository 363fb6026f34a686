#pragma once
// Shows a certificate that was refused, and asks whether its server is trusted for its key.

#include "engine/error.h"

#include <functional>

class QWidget;

namespace penstock {

/// Opens a dialog of `parent`, and returns at once. `refused` is an error with Error::trustable.
/// `given` is called if a person trusts it; `remember`: also after this run of the program.
void askForTrust(QWidget& parent, const Error& refused, std::function<void(bool remember)> given);

}  // namespace penstock
