#include "ui/transfer_counts.h"

#include "ui/transfer_model.h"

#include <utility>

namespace penstock {

namespace {

TransferCounts::Names::iterator enter(TransferCounts::Names& names, const std::string& name) {
    if (name.empty()) {
        return names.end();
    }
    const auto place = names.try_emplace(name, 0).first;
    ++place->second;
    return place;
}

void leave(TransferCounts::Names& names, TransferCounts::Names::iterator place) {
    if (place != names.end() && --place->second == 0) {
        names.erase(place);
    }
}

bool isNamed(const TransferCounts::Names& names, TransferCounts::Names::const_iterator place,
             const std::string& name) {
    return place == names.end() ? name.empty() : place->first == name;
}

int countOf(const TransferCounts::Names& names, const std::string& name) {
    const auto place = names.find(name);
    return place == names.end() ? 0 : place->second;
}

}  // namespace

TransferCounts::TransferCounts(TransferModel& transfers) : mirror_(transfers.mirror()) {
    for (int row = 0; row < transfers.rowCount(); ++row) {
        put(transfers.snapshotAt(row));
    }
    mirror_.observe(*this);
}

TransferCounts::~TransferCounts() {
    mirror_.forget(*this);
}

int TransferCounts::of(const SideChoice& choice) const {
    switch (choice.kind) {
        case SideChoice::Kind::Group:
            return of(choice.group);
        case SideChoice::Kind::Category:
            return countOf(categories_, choice.name);
        case SideChoice::Kind::Queue:
            return countOf(queues_, choice.name);
        case SideChoice::Kind::Host:
            return countOf(hosts_, choice.name);
    }
    return 0;
}

void TransferCounts::setRules(const CategoryRules& rules) {
    rules_ = rules;
    for (const auto& [id, place] : places_) {
        if (const TransferRow* row = mirror_.find(id)) {
            put(row->snapshot);
        }
    }
    emit changed();
}

void TransferCounts::leaveOut(const QSet<qulonglong>& transfers) {
    for (const qulonglong id : std::exchange(leftOut_, transfers) + transfers) {
        if (const TransferRow* row = mirror_.find(static_cast<TransferId>(id))) {
            put(row->snapshot);
        }
    }
    emit changed();
}

void TransferCounts::transfersCame(std::span<const TransferRow* const> rows) {
    bool another = false;
    for (const TransferRow* row : rows) {
        another = put(row->snapshot) || another;
    }
    if (another) {
        emit changed();
    }
}

void TransferCounts::transfersGo(std::span<const TransferId> ids) {
    for (const TransferId id : ids) {
        if (const auto place = places_.find(id); place != places_.end()) {
            uncount(place->second);
            places_.erase(place);
        }
    }
    emit changed();
}

/// False if it counts as it did.
bool TransferCounts::put(const TransferSnapshot& snapshot) {
    Place& place =
        places_.try_emplace(snapshot.id, Place{{}, categories_.end(), queues_.end(), hosts_.end()})
            .first->second;
    const bool counts = !leftOut_.contains(static_cast<qulonglong>(snapshot.id));
    const bool same = place.counted == counts &&
                      (!counts || (place.group == groupOf(snapshot.state) &&
                                   isNamed(categories_, place.category, rules_.nameFor(snapshot)) &&
                                   isNamed(queues_, place.queue, snapshot.queue) &&
                                   isNamed(hosts_, place.host, snapshot.host)));
    if (same) {
        return false;
    }
    uncount(place);
    if (counts) {
        count(snapshot, place);
    }
    return true;
}

void TransferCounts::count(const TransferSnapshot& snapshot, Place& place) {
    place = {groupOf(snapshot.state), enter(categories_, rules_.nameFor(snapshot)),
             enter(queues_, snapshot.queue), enter(hosts_, snapshot.host), true};
    ++groups_[static_cast<std::size_t>(place.group)];
    ++groups_[static_cast<std::size_t>(TransferGroup::All)];
}

void TransferCounts::uncount(Place& place) {
    if (!std::exchange(place.counted, false)) {
        return;
    }
    --groups_[static_cast<std::size_t>(place.group)];
    --groups_[static_cast<std::size_t>(TransferGroup::All)];
    leave(categories_, std::exchange(place.category, categories_.end()));
    leave(queues_, std::exchange(place.queue, queues_.end()));
    leave(hosts_, std::exchange(place.host, hosts_.end()));
}

}  // namespace penstock
