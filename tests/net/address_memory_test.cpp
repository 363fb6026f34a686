#include "engine/net/address_memory.h"

#include <QTest>

using namespace penstock;

namespace {

Address numbered(std::uint8_t third, std::uint8_t fourth) {
    Address address;
    address.family = AF_INET;
    address.bytes = {10, 0, third, fourth};
    return address;
}

}  // namespace

class AddressMemoryTest : public QObject {
    Q_OBJECT

private slots:

    void r19TheDeadAreKnownByAddressAndPort() {
        AddressMemory memory;
        memory.died(numbered(0, 1), 80);
        QVERIFY(memory.isDead(numbered(0, 1), 80));
        QVERIFY(!memory.isDead(numbered(0, 1), 443));
        QVERIFY(!memory.isDead(numbered(0, 2), 80));
    }

    void r19WhatWorksIsForgotten() {
        AddressMemory memory;
        memory.died(numbered(0, 1), 80);
        memory.died(numbered(0, 2), 80);
        memory.works(numbered(0, 1), 80);
        memory.works(numbered(0, 3), 80);  // never known
        QVERIFY(!memory.isDead(numbered(0, 1), 80));
        QVERIFY(memory.isDead(numbered(0, 2), 80));
        memory.clear();
        QCOMPARE(memory.size(), std::size_t{0});
    }

    void r19TheOldestGoesWhenThereAreTooMany() {
        AddressMemory memory;
        for (int i = 0; i < 300; ++i) {
            const Address address =
                numbered(static_cast<std::uint8_t>(i / 256), static_cast<std::uint8_t>(i % 256));
            memory.died(address, 80);
            memory.died(address, 80);  // once is enough
        }
        QCOMPARE(memory.size(), AddressMemory::kMost);
        QVERIFY(!memory.isDead(numbered(0, 43), 80));
        QVERIFY(memory.isDead(numbered(0, 44), 80));
        QVERIFY(memory.isDead(numbered(1, 43), 80));
    }
};

QTEST_GUILESS_MAIN(AddressMemoryTest)
#include "address_memory_test.moc"
