#pragma once
// Reads a `curl` command, as browsers copy one. Pure.
//
// What can be done is taken: addresses, fields of the request, cookies, the name of the file,
// login, proxy. What cannot be is refused by its name, never dropped: a request without it would be
// another one.

#include "engine/transfer_types.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace penstock {

struct CurlCommand {
    QStringList urls;
    std::vector<HeaderField> headers;
    QString name;                      // of -o; empty: as the server says
    QString proxy;                     // of -x, as TransferOptions::proxy; empty: none is said
    std::optional<Credentials> login;  // of -u
    QString problem;                   // a sentence; then the rest means nothing
};

/// Whether `text` begins as such a command does.
bool isCurlCommand(const QString& text);

CurlCommand readCurlCommand(const QString& text);

}  // namespace penstock
