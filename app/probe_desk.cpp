#include "app/probe_desk.h"

#include <QMetaObject>

#include <utility>

namespace penstock {

std::uint64_t ProbeDesk::ask(std::string url, ProbeOptions options, Answer answer) {
    const std::uint64_t ticket = ++last_;
    waiting_.emplace(ticket, std::move(answer));
    engine_.post([this, ticket, url = std::move(url), options = std::move(options),
                  asked = asked_](Engine& engine) {
        const auto tell = [this, ticket, asked](const ProbeResult& result) {
            asked->erase(ticket);
            QMetaObject::invokeMethod(
                this, [this, ticket, result] { answered(ticket, result); }, Qt::QueuedConnection);
        };
        const Result<ProbeId> id = engine.probe(url, options, tell);
        if (id) {
            asked->emplace(ticket, id.value());
        } else {
            ProbeResult refused;
            refused.error = id.error();
            tell(refused);
        }
    });
    return ticket;
}

void ProbeDesk::cancel(std::uint64_t ticket) {
    if (waiting_.erase(ticket) == 0) {
        return;
    }
    engine_.post([ticket, asked = asked_](Engine& engine) {
        if (const auto found = asked->find(ticket); found != asked->end()) {
            engine.cancelProbe(found->second);
            asked->erase(found);
        }
    });
}

void ProbeDesk::answered(std::uint64_t ticket, ProbeResult result) {
    if (auto answer = waiting_.extract(ticket)) {
        answer.mapped()(std::move(result));
    }
}

}  // namespace penstock
