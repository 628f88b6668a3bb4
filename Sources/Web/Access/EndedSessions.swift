import Foundation

/// The sessions that were signed out before their time: a file of lines, `<unix seconds of their end> <nonce in hex>`.
struct EndedSessions: Sendable {
    let path: String

    /// What is no line of ours is passed over; the file is written anew without those whose time is over.
    func read(now: Int64) -> [[UInt8]: Int64] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [:] }
        var ended: [[UInt8]: Int64] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let until = Int64(parts[0]), until > now, let nonce = Self.bytes(parts[1]) else {
                continue
            }
            ended[nonce] = until
        }
        let lines = ended.map { Self.line($0.key, until: $0.value) }.sorted().joined()
        if lines != text { try? Data(lines.utf8).write(to: URL(filePath: path), options: .atomic) }
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return ended
    }

    /// When this returns it is on the disk.
    func add(_ nonce: [UInt8], until: Int64) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(), attributes: [.posixPermissions: 0o600])
        }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data(Self.line(nonce, until: until).utf8))
        try file.synchronize()
    }

    private static func line(_ nonce: [UInt8], until: Int64) -> String {
        "\(until) " + nonce.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "\n"
    }

    private static func bytes(_ hex: Substring) -> [UInt8]? {
        let digits = hex.compactMap { $0.hexDigitValue }
        guard digits.count == hex.count, digits.count == 2 * Session.nonceSize else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
