#pragma once
// Takes what is done off the list when a person has set that; files stay.

#include "ui/privacy_choice.h"

#include <QObject>

namespace penstock {

class TransferCommands;
class TransferModel;

class ForgetFinished final : public QObject {
    Q_OBJECT

public:
    /// All outlive this.
    ForgetFinished(const PrivacyChoice& privacy, const TransferModel& transfers,
                   TransferCommands& commands);

    /// What is older than it may be goes. To be called now and then.
    void look();
    /// The window is about to go.
    void atQuit();

private:
    void forget(qint64 olderThanDays);

    const PrivacyChoice& privacy_;
    const TransferModel& transfers_;
    TransferCommands& commands_;
};

}  // namespace penstock
