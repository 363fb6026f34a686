#include "ui/wait_words.h"

#include <QCoreApplication>

namespace penstock {

namespace {

// The engine's words, to be found by those who translate.
[[maybe_unused]] constexpr const char* kWords[] = {
    QT_TRANSLATE_NOOP("Wait", "nothing"),
    QT_TRANSLATE_NOOP("Wait", "answer"),
    QT_TRANSLATE_NOOP("Wait", "TCP connect"),
    QT_TRANSLATE_NOOP("Wait", "proxy reply"),
    QT_TRANSLATE_NOOP("Wait", "TLS handshake"),
    QT_TRANSLATE_NOOP("Wait", "send"),
    QT_TRANSLATE_NOOP("Wait", "first byte"),
    QT_TRANSLATE_NOOP("Wait", "headers"),
    QT_TRANSLATE_NOOP("Wait", "body"),
    QT_TRANSLATE_NOOP("Wait", "write-back"),
    QT_TRANSLATE_NOOP("Wait", "rate tokens"),
    QT_TRANSLATE_NOOP("Wait", "next request"),
    QT_TRANSLATE_NOOP("Wait", "close"),
    QT_TRANSLATE_NOOP("Wait", "slot"),
    QT_TRANSLATE_NOOP("Wait", "stream"),
    QT_TRANSLATE_NOOP("Wait", "a place at the host"),
    QT_TRANSLATE_NOOP("Wait", "list"),
    QT_TRANSLATE_NOOP("Wait", "checksum"),
    QT_TRANSLATE_NOOP("Wait", "retry"),
    QT_TRANSLATE_NOOP("Wait", "retry-after"),
    QT_TRANSLATE_NOOP("Wait", "space"),
    QT_TRANSLATE_NOOP("Wait", "descriptors"),
    QT_TRANSLATE_NOOP("Wait", "schedule"),
    QT_TRANSLATE_NOOP("Wait", "decision"),
    QT_TRANSLATE_NOOP("Wait", "resume"),
    QT_TRANSLATE_NOOP("Deadline", "lookup"),
    QT_TRANSLATE_NOOP("Deadline", "other family"),
    QT_TRANSLATE_NOOP("Deadline", "next address"),
    QT_TRANSLATE_NOOP("Deadline", "connect"),
    QT_TRANSLATE_NOOP("Deadline", "proxy reply"),
    QT_TRANSLATE_NOOP("Deadline", "handshake"),
    QT_TRANSLATE_NOOP("Deadline", "send"),
    QT_TRANSLATE_NOOP("Deadline", "first byte"),
    QT_TRANSLATE_NOOP("Deadline", "headers"),
    QT_TRANSLATE_NOOP("Deadline", "stall"),
    QT_TRANSLATE_NOOP("Deadline", "next share"),
    QT_TRANSLATE_NOOP("Deadline", "idle"),
    QT_TRANSLATE_NOOP("Deadline", "retry"),
    QT_TRANSLATE_NOOP("Deadline", "slot"),
    QT_TRANSLATE_NOOP("Deadline", "total"),
    QT_TRANSLATE_NOOP("Deadline", "close"),
};

}  // namespace

QString waitText(WaitsFor waitsFor) {
    return QCoreApplication::translate("Wait", waitWord(waitsFor));
}

QString deadlineText(DeadlineKind kind) {
    const char* word = deadlineWord(kind);
    return *word == '\0' ? QString() : QCoreApplication::translate("Deadline", word);
}

}  // namespace penstock
