#pragma once

// The columns of the socket table, in the order in which they stand at first.

namespace penstock {

enum class SocketColumn : int {
    Serial,
    Fd,
    Role,
    Transfer,
    Host,
    Peer,
    State,
    WaitsFor,
    TimerLeft,
    Tls,
    Received,
    InAll,
    Speed,
    Age,
    Segment,
    Cipher,
    Alpn,
    Requests,
    Local,
    Family,
    Resumed,
    Certificate,
    Pinned,
    Sent,
    LastByte,
    Rtt,
    Window,
    Retransmits,
    DeliveryRate,
    ReceiveQueue,
    Count
};

/// These say what is asked for (SocketDetails), and only while they are to be seen.
inline constexpr SocketColumn kFirstAsked = SocketColumn::Local;
inline constexpr SocketColumn kLastAsked = SocketColumn::ReceiveQueue;

}  // namespace penstock
