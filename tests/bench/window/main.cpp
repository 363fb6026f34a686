// penstock-bench-window: what the window costs its thread while rows move, scroll and are sorted.
//
// Usage: penstock-bench-window transfers|sockets ROWS MOVING TICKS
//        penstock-bench-window scroll|sort ROWS
// The real window and its models, fed as the service feeds them; no engine behind it. Times are
// milliseconds of this thread's CPU, painting included. One line of JSON.

#include "tests/bench/window/window_stage.h"

#include <QApplication>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace penstock;
using namespace penstock::bench;

constexpr int kUsage = 2;

void print(std::vector<double> ms) {
    std::ranges::sort(ms);
    QJsonObject figures;
    figures.insert(QStringLiteral("median_ms"), ms[ms.size() / 2]);
    figures.insert(QStringLiteral("longest_ms"), ms.back());
    figures.insert(QStringLiteral("count"), static_cast<int>(ms.size()));
    std::puts(QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
}

std::vector<double> tick(WindowStage& stage, const std::string& what, int moving, int ticks) {
    std::vector<double> ms;
    for (int i = 0; i < ticks; ++i) {
        ms.push_back(stage.cost([&] {
            if (what == "transfers") {
                stage.moveTransfers(moving);
            } else {
                stage.moveSockets(moving);
            }
        }));
    }
    return ms;
}

/// A page after the other, from the first row to the last.
std::vector<double> scroll(WindowStage& stage) {
    QScrollBar& bar = *stage.transfers().verticalScrollBar();
    std::vector<double> ms;
    constexpr int kSteps = 200;
    for (int i = 0; i <= kSteps; ++i) {
        ms.push_back(stage.cost(
            [&] { bar.setValue(static_cast<int>(std::int64_t{bar.maximum()} * i / kSteps)); }));
    }
    return ms;
}

/// By each column, up and down.
std::vector<double> sort(WindowStage& stage) {
    QTreeView& view = stage.transfers();
    std::vector<double> ms;
    for (int column = 0; column < view.model()->columnCount(); ++column) {
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            ms.push_back(stage.cost([&] { view.sortByColumn(column, order); }));
        }
    }
    return ms;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const std::string what = words.empty() ? std::string() : words[0];
    const bool ticks = (what == "transfers" || what == "sockets") && words.size() == 4;
    if (!ticks && !((what == "scroll" || what == "sort") && words.size() == 2)) {
        std::fputs(
            "usage: penstock-bench-window transfers|sockets ROWS MOVING TICKS\n"
            "       penstock-bench-window scroll|sort ROWS\n",
            stderr);
        return kUsage;
    }
    const QTemporaryDir settings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    QApplication program(argc, argv);
    const int rows = std::atoi(words[1].c_str());
    WindowStage stage(rows, what == "sockets");
    if (ticks) {
        print(tick(stage, what, std::atoi(words[2].c_str()), std::atoi(words[3].c_str())));
    } else {
        print(what == "scroll" ? scroll(stage) : sort(stage));
    }
    return 0;
}
