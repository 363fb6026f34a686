#include "engine/transfer/probes.h"

#include <algorithm>

namespace penstock {

ProbeId Probes::add(Url url, ProbeOptions options, ProbeAnswer answer,
                    const TransferServices& services) {
    const ProbeId id{++lastId_};
    all_.push_back({std::make_unique<Probe>(id, std::move(url), std::move(options), services,
                                            [this] { dirty_ = true; }),
                    std::move(answer)});
    dirty_ = true;
    return id;
}

bool Probes::has(ProbeId id) const {
    return std::ranges::any_of(
        all_, [id](const Entry& each) { return each.probe->id() == id && each.answer != nullptr; });
}

void Probes::cancel(ProbeId id) {
    std::erase_if(all_, [id](const Entry& each) { return each.probe->id() == id; });
}

void Probes::fail(const Error& error) {
    for (const Entry& each : all_) {
        each.probe->fail(error);
    }
}

void Probes::run() {
    dirty_ = false;
    for (const Entry& each : all_) {
        each.probe->run();
        news_ |= each.probe->known();
    }
    std::erase_if(all_, [](const Entry& each) { return each.probe->over(); });
}

void Probes::tell() {
    news_ = false;
    std::vector<std::pair<ProbeAnswer, ProbeResult>> told;
    for (Entry& each : all_) {
        if (each.probe->known()) {
            told.emplace_back(std::exchange(each.answer, nullptr), each.probe->take());
        }
    }
    dirty_ = dirty_ || !told.empty();  // those that are over go
    for (const auto& [answer, result] : told) {
        answer(result);
    }
}

}  // namespace penstock
