#pragma once
// `penstock get` in the test's process: an origin, a folder for the state and one for the files.

#include "app/command_line.h"
#include "app/get_command.h"
#include "tests/support/content.h"
#include "tests/support/origin.h"
#include "tests/support/temp_dir.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

/// What one run of the command has said and returned.
struct Outcome {
    int code = -1;
    std::string out;
    std::string err;

    [[nodiscard]] QList<QByteArray> lines() const {
        QList<QByteArray> all = QByteArray::fromStdString(out).split('\n');
        all.removeAll({});
        return all;
    }
};

/// An origin, a folder for the state and one for the files.
struct Workplace {
    Workplace() { qputenv("XDG_STATE_HOME", QByteArray::fromStdString(state.path().string())); }

    [[nodiscard]] GetOptions options(const std::vector<std::string>& urls) const {
        GetOptions options;
        options.urls = urls;
        options.directory = files.path().string();
        return options;
    }

    [[nodiscard]] Outcome get(const GetOptions& options, EngineConfig config = {}) const {
        config.limits.retryBase = std::chrono::milliseconds(10);
        std::FILE* out = std::fopen(state.file("out").c_str(), "w");
        std::FILE* err = std::fopen(state.file("err").c_str(), "w");
        Outcome outcome;
        outcome.code = runGet(options, std::move(config), out, err);
        std::fclose(out);
        std::fclose(err);
        outcome.out = readAll(state.file("out"));
        outcome.err = readAll(state.file("err"));
        return outcome;
    }

    /// The names in the folder of the files, with spaces between.
    [[nodiscard]] QString names() const {
        QStringList names;
        for (const std::string& name : files.entries()) {
            names.append(QString::fromStdString(name));
        }
        return names.join(QLatin1Char(' '));
    }

    OriginThread origin;
    TempDir state;
    TempDir files;
};

}  // namespace penstock
