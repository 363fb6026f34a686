#include "ui/limit_choice.h"

#include "ui/transfer_commands.h"

namespace penstock {

LimitChoice::LimitChoice(TransferCommands& commands)
    : commands_(commands), value_(commands.limits()) {}

void LimitChoice::choose(const ConnectionLimits& limits) {
    if (limits == value_) {
        return;
    }
    value_ = limits;
    commands_.setLimits(limits);
    emit changed();
}

void LimitChoice::chooseTotalRate(quint64 rate) {
    ConnectionLimits limits = value_;
    limits.totalRate = rate;
    choose(limits);
}

}  // namespace penstock
