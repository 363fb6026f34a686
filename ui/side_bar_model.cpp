#include "ui/side_bar_model.h"

#include "ui/categories.h"
#include "ui/format.h"
#include "ui/model_roles.h"
#include "ui/queue_list.h"
#include "ui/transfer_counts.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace penstock {

namespace {

QString iconOf(TransferGroup group) {
    switch (group) {
        case TransferGroup::All:
            return QStringLiteral("open-menu");
        case TransferGroup::Active:
            return QStringLiteral("receiving");
        case TransferGroup::Waiting:
            return QStringLiteral("waiting");
        case TransferGroup::Asking:
            return QStringLiteral("dialog-question");
        case TransferGroup::Paused:
            return QStringLiteral("media-playback-pause");
        case TransferGroup::Done:
            return QStringLiteral("done");
        case TransferGroup::Failed:
            return QStringLiteral("dialog-warning");
        case TransferGroup::Count:
            break;
    }
    return {};
}

Tone toneOf(TransferGroup group) {
    switch (group) {
        case TransferGroup::Active:
            return Tone::Receiving;
        case TransferGroup::Waiting:
        case TransferGroup::Asking:
            return Tone::Waiting;
        case TransferGroup::Paused:
            return Tone::Paused;
        case TransferGroup::Done:
            return Tone::Done;
        case TransferGroup::Failed:
            return Tone::Failed;
        default:
            return Tone::Text;
    }
}

QString headingOf(SideChoice::Kind kind) {
    switch (kind) {
        case SideChoice::Kind::Category:
            return SideBarModel::tr("Categories");
        case SideChoice::Kind::Queue:
            return SideBarModel::tr("Queues");
        case SideChoice::Kind::Host:
            return SideBarModel::tr("Hosts");
        case SideChoice::Kind::Group:
            break;
    }
    return {};
}

}  // namespace

SideBarModel::SideBarModel(const TransferCounts& counts, const QueueList& queues,
                           const CategoryList& categories, QObject* parent)
    : QAbstractListModel(parent),
      counts_(counts),
      queues_(queues),
      categories_(categories),
      lines_(wanted()) {}

std::optional<SideChoice> SideBarModel::choiceAt(int row) const {
    const bool known = row >= 0 && row < rowCount();
    if (!known || lines_[static_cast<std::size_t>(row)].heading) {
        return std::nullopt;
    }
    return lines_[static_cast<std::size_t>(row)].choice;
}

int SideBarModel::rowOf(const SideChoice& choice) const {
    const auto line = std::find_if(lines_.begin(), lines_.end(), [&](const Line& each) {
        return !each.heading && each.choice == choice;
    });
    return line == lines_.end() ? -1 : static_cast<int>(line - lines_.begin());
}

std::vector<SideBarModel::Line> SideBarModel::wanted() const {
    std::vector<Line> lines;
    for (int group = 0; group < static_cast<int>(TransferGroup::Count); ++group) {
        lines.push_back({{SideChoice::Kind::Group, static_cast<TransferGroup>(group), {}}});
    }
    const auto add = [this, &lines](SideChoice::Kind kind, const std::set<std::string>& names) {
        if (!names.empty()) {
            lines.push_back({{kind, TransferGroup::All, {}}, true});
        }
        for (const std::string& name : names) {
            lines.push_back({{kind, TransferGroup::All, name}});
        }
    };
    std::set<std::string> categories;
    std::set<std::string> queues;
    std::set<std::string> hosts;
    for (const auto& [name, count] : counts_.categories()) {
        categories.insert(name);
    }
    for (const QueueSettings& queue : queues_.queues()) {
        queues.insert(queue.name);
    }
    for (const auto& [name, count] : counts_.queues()) {
        queues.insert(name);
    }
    for (const auto& [name, count] : counts_.hosts()) {
        hosts.insert(hosts.end(), name);
    }
    if (kept_.kind == SideChoice::Kind::Category &&
        categories_.rules().named(kept_.name) != nullptr) {
        categories.insert(kept_.name);
    } else if (kept_.kind == SideChoice::Kind::Queue) {
        queues.insert(kept_.name);
    } else if (kept_.kind == SideChoice::Kind::Host) {
        hosts.insert(kept_.name);
    }
    add(SideChoice::Kind::Category, categories);
    add(SideChoice::Kind::Queue, queues);
    add(SideChoice::Kind::Host, hosts);
    for (Line& line : lines) {
        line.count = line.heading ? 0 : counts_.of(line.choice);
    }
    return lines;
}

bool SideBarModel::sameLine(const Line& left, const Line& right) {
    return left.heading == right.heading && left.choice == right.choice;
}

bool SideBarModel::before(const Line& left, const Line& right) {
    const auto key = [](const Line& line) {
        return std::tuple(line.choice.kind, !line.heading, line.choice.group, line.choice.name);
    };
    return key(left) < key(right);
}

void SideBarModel::update() {
    const std::vector<Line> lines = wanted();
    std::size_t row = 0;
    for (const Line& line : lines) {
        while (row < lines_.size() && before(lines_[row], line)) {
            erase(row);
        }
        if (row < lines_.size() && sameLine(lines_[row], line)) {
            recount(row, line.count);
        } else {
            insert(row, line);
        }
        ++row;
    }
    while (row < lines_.size()) {
        erase(row);
    }
}

void SideBarModel::insert(std::size_t row, const Line& line) {
    beginInsertRows({}, static_cast<int>(row), static_cast<int>(row));
    lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(row), line);
    endInsertRows();
}

void SideBarModel::erase(std::size_t row) {
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
    lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(row));
    endRemoveRows();
}

void SideBarModel::recount(std::size_t row, int count) {
    if (lines_[row].count == count) {
        return;
    }
    lines_[row].count = count;
    const QModelIndex changed = index(static_cast<int>(row));
    emit dataChanged(changed, changed);
}

int SideBarModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

QVariant SideBarModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Line& line = lines_[static_cast<std::size_t>(index.row())];
    const QString heading = headingOf(line.choice.kind);
    const bool group = line.choice.kind == SideChoice::Kind::Group;
    switch (role) {
        case Qt::DisplayRole:
            return line.heading ? heading : choiceTitle(line.choice);
        case Qt::AccessibleTextRole:
            return line.heading
                       ? heading
                       : tr("%1, %2").arg(choiceTitle(line.choice), formatNumber(line.count));
        case Qt::ToolTipRole:
            return group ? QVariant() : QVariant(plainToolTip(choiceTitle(line.choice)));
        case CountRole:
            return line.heading ? QVariant() : QVariant(line.count);
        case IconRole:
            return group ? iconOf(line.choice.group) : QString();
        case ToneRole:
            return static_cast<int>(group ? toneOf(line.choice.group) : Tone::Muted);
        default:
            return {};
    }
}

Qt::ItemFlags SideBarModel::flags(const QModelIndex& index) const {
    return choiceAt(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

}  // namespace penstock
