import Foundation
import TestSupport
import Testing

@Suite("A programme that a test starts")
struct ChildProcessTests {
    private func shell(_ script: String) -> ChildProcess {
        let process = ChildProcess()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        return process
    }

    /// What it says until it ends.
    private func output(of process: ChildProcess) throws -> String {
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self)
    }

    @Test("Its exit code is told, however often it is waited for")
    func exitCode() throws {
        let process = shell("exit 37")
        #expect(process.processIdentifier == 0)
        #expect(!process.isRunning)
        try process.run()
        #expect(process.processIdentifier > 0)
        process.waitUntilExit()
        process.waitUntilExit()
        #expect(process.terminationStatus == 37)
        #expect(!process.isRunning)
        process.terminate()
        #expect(throws: ChildProcessError.startedTwice) { try process.run() }
    }

    @Test("Many may wait for it at once")
    func waiters() async throws {
        let process = shell("sleep 0.1; exit 5")
        try process.run()
        await withTaskGroup(of: Int32.self) { group in
            for _ in 0..<4 { group.addTask { process.terminationStatus } }
            for await status in group { #expect(status == 5) }
        }
    }

    @Test("A signal ends it, also when it is started where signals are blocked")
    func signal() throws {
        var (blocked, before) = (sigset_t(), sigset_t())
        sigfillset(&blocked)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let process = shell("exec sleep 600")
        try process.run()
        #expect(process.isRunning)
        #expect(getpgid(process.processIdentifier) == process.processIdentifier)
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == SIGTERM)
    }

    @Test("What it started ends with it")
    func group() throws {
        let process = shell("sleep 600 & echo $!; wait")
        let pipe = Pipe()
        process.standardOutput = pipe
        process.killGroup()
        try process.run()
        #expect(try pipe.fileHandleForReading.read(upToCount: 1) != nil)
        process.killGroup()
        #expect(process.terminationStatus == SIGKILL)
        // The pipe ends when the last that can write to it is gone.
        #expect(try pipe.fileHandleForReading.readToEnd() != nil)
    }

    @Test("More than a pipe holds goes through a file")
    func longAnswer() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "answer-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        #expect(FileManager.default.createFile(atPath: place.path, contents: nil))
        let file = try FileHandle(forWritingTo: place)
        let process = shell("head -c 1500000 /dev/zero; echo unheard >&2")
        process.standardOutput = file
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try file.close()
        #expect(process.terminationStatus == 0)
        #expect(try Data(contentsOf: place) == Data(count: 1_500_000))
    }

    @Test("It reads what is written to it, and ends when its input is closed")
    func input() throws {
        let process = shell("exec cat")
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("a film".utf8))
        #expect(try output.fileHandleForReading.read(upToCount: 6) == Data("a film".utf8))
        #expect(process.isRunning)
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try output.fileHandleForReading.readToEnd() ?? Data() == Data())
    }

    @Test("Output and errors may share a pipe; without an input it reads nothing")
    func oneText() throws {
        let process = shell("cat; echo one; echo two >&2")
        let pipe = Pipe()
        (process.standardInput, process.standardOutput, process.standardError) = (nil, pipe, pipe)
        try process.run()
        let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
        #expect(said == Data("one\ntwo\n".utf8))
        #expect(process.terminationStatus == 0)
    }

    @Test("It has the given variables and folder, and no others")
    func surroundings() throws {
        let process = shell("pwd; echo $WARD; echo ${HOME-none}")
        process.environment = ["WARD": "north"]
        process.environment?["WARD"] = "Țuțea"
        process.currentDirectoryURL = URL(filePath: "/usr/bin")
        #expect(try output(of: process) == "/usr/bin\nȚuțea\nnone\n")
    }

    @Test("It inherits no descriptor above the three")
    func descriptors() throws {
        // Not marked to be closed on exec, as files and sockets of other tests may be.
        let open = (0..<20).map { _ in dup(STDOUT_FILENO) }
        defer { for descriptor in open { close(descriptor) } }
        let process = ChildProcess()
        process.executableURL = URL(filePath: "/bin/ls")
        process.arguments = ["/proc/self/fd"]
        // The fourth is the folder that it reads.
        #expect(try output(of: process) == "0\n1\n2\n3\n")
    }

    @Test("What is not there is not started, and the system's reason is told")
    func absent() throws {
        let process = ChildProcess()
        #expect(throws: ChildProcessError.noExecutable) { try process.run() }
        process.executableURL = URL(filePath: "/usr/bin/no-such-programme")
        #expect(throws: ChildProcessError.notStarted("/usr/bin/no-such-programme", errno: ENOENT)) { try process.run() }
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "exit 0"]
        try process.run()
        #expect(process.terminationStatus == 0)
    }

    @Test("Two hundred are started by eight tasks at once; each answers its own")
    func crowd() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<25 {
                        let process = shell("echo \(task) \(number); exit \(number)")
                        let said = try output(of: process)
                        #expect(said == "\(task) \(number)\n")
                        #expect(process.terminationStatus == Int32(number))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
