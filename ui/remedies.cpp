#include "ui/remedies.h"

#include "ui/format.h"

#include <QCoreApplication>

namespace penstock {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(Remedies)
};

using Fitting = std::vector<Remedy>;

Fitting afterDiskError(ErrorKind kind) {
    return kind == ErrorKind::DiskNoSpace
               ? Fitting{Remedy::ChooseFolder, Remedy::FreeSpace, Remedy::Retry}
               : Fitting{Remedy::Retry, Remedy::ChooseFolder};
}

Fitting afterFailure(const TransferSnapshot& s) {
    switch (classOf(s.error.kind)) {
        case ErrorClass::Disk:
        case ErrorClass::Name:
            return afterDiskError(s.error.kind);
        case ErrorClass::Check:
            return {Remedy::StartOver};
        case ErrorClass::Range:
        case ErrorClass::Enc:
            return s.received > 0 ? Fitting{Remedy::Retry, Remedy::StartOver}
                                  : Fitting{Remedy::Retry};
        default:
            return {Remedy::Retry};
    }
}

}  // namespace

std::vector<Remedy> remediesFor(const TransferSnapshot& snapshot) {
    switch (snapshot.state) {
        case TransferState::Asking:
            switch (snapshot.question) {
                case Question::PrivateNetwork:
                    return {Remedy::Allow, Remedy::Keep};
                case Question::Login:
                    return {Remedy::LogIn, Remedy::Keep};
                case Question::Certificate:
                    return {Remedy::Trust, Remedy::Keep};
                default:
                    return {Remedy::StartOver, Remedy::Keep};
            }
        case TransferState::Failed:
            return afterFailure(snapshot);
        case TransferState::Waiting:
            if (snapshot.wait.waitsFor == WaitsFor::Space) {
                return afterDiskError(ErrorKind::DiskNoSpace);
            }
            return snapshot.error.ok() ? Fitting{} : Fitting{Remedy::Retry};
        default:
            return {};
    }
}

QString remedyText(Remedy remedy, const TransferSnapshot& snapshot) {
    switch (remedy) {
        case Remedy::Retry:
            return snapshot.state == TransferState::Waiting ? Words::tr("Retry now")
                                                            : Words::tr("Retry");
        case Remedy::ChooseFolder:
            return Words::tr("Another folder…");
        case Remedy::FreeSpace:
            return Words::tr("Free space…");
        case Remedy::StartOver:
            return startOverText(snapshot.received);
        case Remedy::Keep:
            if (snapshot.question == Question::Certificate) {
                return Words::tr("Do not trust");
            }
            return snapshot.question == Question::PrivateNetwork ||
                           snapshot.question == Question::Login
                       ? Words::tr("Stop here")
                       : Words::tr("Keep what is here");
        case Remedy::Allow:
            return Words::tr("Follow it there");
        case Remedy::LogIn:
            return Words::tr("Log in…");
        case Remedy::Trust:
            return Words::tr("Trust this certificate…");
    }
    return {};
}

QString startOverText(std::uint64_t bytes) {
    return bytes == 0 ? Words::tr("Start over")
                      : Words::tr("Start over, %1 are fetched again").arg(formatSize(bytes));
}

QString remedyTip(Remedy remedy) {
    switch (remedy) {
        case Remedy::Retry:
            return Words::tr("Try again, from where it is");
        case Remedy::ChooseFolder:
            return Words::tr(
                "Choose where it is to go. On the same file system it goes on there with what is "
                "here, on another it starts over");
        case Remedy::FreeSpace:
            return Words::tr(
                "Show the folder, to remove something from it; the transfer goes on by itself when "
                "there is room");
        case Remedy::StartOver:
            return Words::tr(
                "Fetch the file from its beginning; what is here stays until the new one is whole");
        case Remedy::Keep:
            return Words::tr("Pause; what is here stays");
        case Remedy::Allow:
            return Words::tr("Fetch it from the private network");
        case Remedy::LogIn:
            return Words::tr("Give the server a name and a password");
        case Remedy::Trust:
            return Words::tr("Look at the certificate, and trust this server for its key");
    }
    return {};
}

QString remedyName(Remedy remedy) {
    switch (remedy) {
        case Remedy::Retry:
            return QStringLiteral("remedyRetry");
        case Remedy::ChooseFolder:
            return QStringLiteral("remedyFolder");
        case Remedy::FreeSpace:
            return QStringLiteral("remedySpace");
        case Remedy::StartOver:
            return QStringLiteral("remedyStartOver");
        case Remedy::Keep:
            return QStringLiteral("remedyKeep");
        case Remedy::Allow:
            return QStringLiteral("remedyAllow");
        case Remedy::LogIn:
            return QStringLiteral("remedyLogIn");
        case Remedy::Trust:
            return QStringLiteral("remedyTrust");
    }
    return {};
}

}  // namespace penstock
