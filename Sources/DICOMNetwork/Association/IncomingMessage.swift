/// A command of the peer. If a data set belongs to it, its bytes are asked for next.
package struct IncomingMessage: Sendable, Equatable {
    package let contextID: UInt8
    package let command: CommandSet

    package init(contextID: UInt8, command: CommandSet) {
        (self.contextID, self.command) = (contextID, command)
    }

    package var hasDataSet: Bool { command.hasDataSet }
}
