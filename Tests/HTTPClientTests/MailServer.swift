import Foundation
import Synchronization

/// A mail server of this machine that answers by a script and remembers what it was told, as long as this lives.
final class MailServer: Sendable {
    private let closed: ClosedPort
    private let heard = Heard()
    var port: Int { closed.port }
    var address: String { "smtp://127.0.0.1:\(port)" }

    /// - Parameter script: verb → answer in place of the friendly one; an empty answer is silence, `2.5 s` the friendly
    ///   one after a while; `.` is the end of a mail, `220` the greeting.
    init(_ script: [String: String] = [:]) throws {
        closed = try ClosedPort()
        guard listen(closed.handle, 8) == 0 else { throw ClosedPort.NoSocket() }
        // Held until the thread has ended: a handle that was closed beneath it may be another server's by then.
        let (heard, closed) = (heard, closed)
        Thread.detachNewThread {
            while true {
                let line = accept(closed.handle, nil, nil)
                if line < 0 { return }
                Thread.detachNewThread { Self.converse(on: line, script, heard) }
            }
        }
    }

    private final class Heard: Sendable {
        let lines = Mutex<[String]>([])
        let mails = Mutex<[String]>([])
    }

    deinit { shutdown(closed.handle, Int32(SHUT_RDWR)) }

    /// Commands in the order they came.
    var commands: [String] { heard.lines.withLock { $0 } }
    /// Each mail as it was sent, without its final dot.
    var mails: [String] { heard.mails.withLock { $0 } }

    private static func converse(on line: Int32, _ script: [String: String], _ heard: Heard) {
        defer { close(line) }
        guard let input = fdopen(dup(line), "r") else { return }
        defer { fclose(input) }
        say(script["220"] ?? "220 ready", line)
        var mail: String?
        var buffer = [CChar](repeating: 0, count: 4096)
        while fgets(&buffer, Int32(buffer.count), input) != nil {
            let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if let body = mail {
                mail = text == ".\r\n" ? nil : body + text
                guard mail == nil else { continue }
                heard.mails.withLock { $0.append(body) }
                say(script["."] ?? "250 taken", line)
                continue
            }
            heard.lines.withLock { $0.append(text.trimmingCharacters(in: .newlines)) }
            let verb = String(text.prefix { $0.isLetter }).uppercased()
            let usual = verb == "EHLO" ? "250-here\r\n250 SIZE 1000000" : verb == "DATA" ? "354 go on" : "250 ok"
            let answer = script[verb] ?? usual
            say(answer, line)
            if verb == "DATA", answer.hasPrefix("354") { mail = "" }
            // Silence to a good-bye is a server that hangs, and not one that hangs up.
            if verb == "QUIT", !answer.isEmpty { return }
        }
    }

    private static func say(_ text: String, _ line: Int32) {
        if text.hasSuffix(" s"), let seconds = Double(text.dropLast(2)) {
            Thread.sleep(forTimeInterval: seconds)
            return say("250 at last", line)
        }
        let bytes = Array((text.isEmpty ? "" : text + "\r\n").utf8)
        _ = send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
