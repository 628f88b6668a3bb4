import NIOCore

/// How many connections, and how long each may take.
package struct ConnectionLimits: Sendable {
    /// From the first byte of a request to its last, and from the connection to the end of its first request.
    package var request = TimeAmount.seconds(15)
    /// Between an answer and the next request.
    package var idle = Duration.seconds(60)
    /// Without the other end taking anything of our answer.
    package var writing = TimeAmount.seconds(30)
    /// For the other end to read why it is let go.
    package var farewell = TimeAmount.seconds(1)
    /// Connections of one address whose request is not complete.
    package var waitingByAddress = 64
    /// Open connections of one address, WebSockets apart.
    package var byAddress = 128
    /// For how long after it was made a connection does not count against its address: a thousand browsers of one house
    /// come back at once when the daemon was restarted, and most are WebSockets a moment later.
    package var settling = TimeAmount.seconds(10)
    /// Open connections in all, WebSockets apart.
    package var all = 2048

    package init() {}
}
