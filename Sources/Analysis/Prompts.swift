import Foundation
import Radiology

/// The six prompts, from files or built in.
public struct Prompts: Sendable, Equatable {
    /// What the operator should hear about once: a prompt that was not found.
    public struct Notice: Sendable, Equatable {
        public let file: String
        public var words: String { "\(file) is not there; the built-in text is used." }
    }

    /// How many prompt files there are.
    public static let files = 6

    public let report: String
    public let user: String
    public let review: String
    public let check: String
    public let analyse: String
    public let translate: String
    public let notices: [Notice]
    /// SHA-256 (hex) of each text, by `rep usr rev chk ana trn`.
    public let hashes: [String: String]
    /// Each text by its hash, to be kept beside the answers that name it.
    public var texts: [String: String] {
        Dictionary([report, user, review, check, analyse, translate].map { (SHA256.hex(of: $0.utf8), $0) }) { $1 }
    }
    let template: PromptTemplate

    /// Largest prompt file in bytes.
    public static let maxFile = 256 << 10

    /// Reads `rep_prompt.txt`, `usr_prompt.txt`, `rev_prompt.txt`, `chk_prompt.txt`, `ana_prompt.txt` and
    /// `trn_prompt.txt`. A file that is not there is replaced by our own text and noticed.
    /// - Throws: for a file that is there but cannot be used, and for an unknown placeholder in `usr_prompt.txt`; the
    ///   others have none, so the braces of their JSON are safe.
    public init(folder: String) throws(PromptError) {
        try self.init { name throws(PromptError) in try Self.read(name, in: folder) }
    }

    /// Our own texts.
    public static func builtIn() throws(PromptError) -> Prompts { try Prompts { _ in nil } }

    private init(_ read: (String) throws(PromptError) -> String?) throws(PromptError) {
        var notices: [Notice] = []
        func text(_ key: String, _ builtIn: String) throws(PromptError) -> String {
            if let text = try read("\(key)_prompt.txt") { return text }
            notices.append(Notice(file: "\(key)_prompt.txt"))
            return builtIn
        }
        report = try text("rep", BuiltInPrompts.report)
        user = try text("usr", BuiltInPrompts.user)
        review = try text("rev", BuiltInPrompts.review)
        check = try text("chk", BuiltInPrompts.check)
        analyse = try text("ana", BuiltInPrompts.analyse)
        translate = try text("trn", BuiltInPrompts.translate)
        template = try PromptTemplate(user, file: "usr_prompt.txt")
        self.notices = notices
        hashes = ["rep": report, "usr": user, "rev": review, "chk": check, "ana": analyse, "trn": translate]
            .mapValues { SHA256.hex(of: $0.utf8) }
    }

    /// Blanks and line ends around the text are not part of a prompt.
    private static func read(_ name: String, in folder: String) throws(PromptError) -> String? {
        let path = URL(filePath: folder).appending(path: name).path
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let file = FileHandle(forReadingAtPath: path), let bytes = try? file.read(upToCount: maxFile + 1),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .unreadable(file: name) }
        guard bytes.count <= maxFile else { throw .tooLarge(file: name, limit: maxFile) }
        let bare = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !bare.isEmpty else { throw .empty(file: name) }
        return bare
    }
}
