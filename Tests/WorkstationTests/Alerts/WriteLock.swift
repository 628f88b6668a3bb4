import Foundation
import TestSupport

/// Another process that holds a database's write lock, until it is told to give it back.
final class WriteLock {
    struct NoLock: Error {}

    private let process = ChildProcess()
    private let (input, output) = (Pipe(), Pipe())

    init(_ database: String) throws {
        let program = """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            database.execute("BEGIN IMMEDIATE")
            print("held", flush=True)
            sys.stdin.read()
            """
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", program, database]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        guard try output.fileHandleForReading.read(upToCount: 4) == Data("held".utf8) else { throw NoLock() }
    }

    func giveBack() throws {
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
