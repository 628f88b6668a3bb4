import Foundation

extension INIFile {
    /// More than a thousand times what a settings file needs.
    package static let maxBytes = 1 << 20

    /// Reads one file of the workspace.
    ///
    /// - Returns: `nil` when there is no such file; otherwise its content and whether Latin-1 had to be assumed.
    /// - Throws: `SettingsError.unreadable` for folders, pipes, devices and forbidden files.
    static func read(_ location: URL) throws(SettingsError) -> (file: INIFile, isLatin1: Bool)? {
        let name = location.lastPathComponent
        let target = location.resolvingSymlinksInPath()
        // A symbolic link that leads nowhere counts as there: silence would hide a lost mount.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: target.path) else {
            if (try? FileManager.default.attributesOfItem(atPath: location.path)) != nil {
                throw .unreadable(file: name, reason: "it is a link that leads nowhere")
            }
            return nil
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw .unreadable(file: name, reason: "it is not a plain file")
        }
        let (text, isLatin1) = try decode(try bytes(of: target, name: name), file: name)
        return (try INIFile(text, file: name), isLatin1)
    }

    /// Text of a settings file: UTF-8 with or without byte order mark, else Latin-1.
    package static func decode(
        _ bytes: [UInt8], file: String
    ) throws(SettingsError) -> (text: String, isLatin1: Bool) {
        if let zero = bytes.firstIndex(of: 0) {
            throw .notText(file: file, line: bytes[..<zero].count { $0 == UInt8(ascii: "\n") } + 1)
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: content, as: UTF8.self) { return (text, false) }
        var latin = String.UnicodeScalarView()
        latin.append(contentsOf: content.lazy.map { Unicode.Scalar($0) })
        return (String(latin), true)
    }

    private static func bytes(of location: URL, name: String) throws(SettingsError) -> [UInt8] {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: location)
            defer { try? handle.close() }
            data = try handle.read(upToCount: maxBytes + 1) ?? Data()
        } catch {
            throw .unreadable(file: name, reason: "this user may not read it, or the disk fails")
        }
        guard data.count <= maxBytes else { throw .tooLarge(file: name, limit: maxBytes) }
        return [UInt8](data)
    }
}
