import Analysis
import Foundation
import Radiology
import Testing

@Suite("The prompts")
struct PromptsTests {
    static let builtIn: [(String, String)] = [
        ("rep", BuiltInPrompts.report), ("usr", BuiltInPrompts.user), ("rev", BuiltInPrompts.review),
        ("chk", BuiltInPrompts.check), ("ana", BuiltInPrompts.analyse), ("trn", BuiltInPrompts.translate),
    ]
    static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What a folder with just these files gives.
    static func loaded(_ texts: [String: String], bytes: [String: [UInt8]] = [:]) throws -> Prompts {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in texts.mapValues({ Array($0.utf8) }).merging(bytes, uniquingKeysWith: { $1 }) {
            try Data(bytes).write(to: folder.appending(path: "\(name)_prompt.txt"))
        }
        return try Prompts(folder: folder.path)
    }

    @Test("The files in prompts/ say what the programme says without them", arguments: builtIn)
    func sameText(name: String, text: String) throws {
        let file = Self.checkout.appending(path: "prompts/\(name)_prompt.txt")
        #expect(try String(contentsOf: file, encoding: .utf8) == text + "\n")
    }

    @Test("The prompts of the checkout load without a notice, and are the built-in ones")
    func checkoutFolder() throws {
        let prompts = try Prompts(folder: Self.checkout.appending(path: "prompts").path)
        #expect(prompts.notices.isEmpty)
        #expect(try prompts.hashes == Prompts.builtIn().hashes)
        #expect(prompts.hashes["rev"] == SHA256.hex(of: BuiltInPrompts.review.utf8) && prompts.hashes.count == 6)
    }

    @Test("A missing prompt is replaced by our own and named once")
    func missing() throws {
        let prompts = try Self.loaded(["chk": " Mine. \n"])
        #expect(prompts.check == "Mine." && prompts.report == BuiltInPrompts.report)
        #expect(prompts.notices.map(\.file) == ["rep", "usr", "rev", "ana", "trn"].map { "\($0)_prompt.txt" })
        #expect(try Prompts(folder: "/nowhere/at/all").notices.count == 6)
    }

    @Test("An unknown placeholder stops the start and names what is known")
    func unknownPlaceholder() throws {
        let error = PromptError.unknownPlaceholder(file: "usr_prompt.txt", name: "patient_name")
        #expect(throws: error) { try Self.loaded(["usr": "About {anatomy} of {patient_name}."]) }
        #expect(
            error.suggestion
                == "usr_prompt.txt has the unknown placeholder {patient_name}; known are {question}, {anatomy}, {subject}, "
                + "{indication}.")
    }

    @Test("Braces that are no placeholder stay as they are, in every prompt")
    func braces() throws {
        let prompts = try Self.loaded([
            "usr": "{ {} {Json} {\"a\": {x1}} {{subject}} {anatomy", "chk": "{pathologic}", "ana": "{topic}",
        ])
        #expect(prompts.userText(Question(png: [], subject: "girl")) == "{ {} {Json} {\"a\": {x1}} {girl} {anatomy")
    }

    @Test("A placeholder inside a value is text")
    func noSecondPass() throws {
        let prompts = try Self.loaded(["usr": "{question}|{question}|{indication}"])
        let film = Question(png: [], subject: "girl", question: "{subject}")
        #expect(prompts.userText(film) == "{subject}|{subject}|not given")
    }

    @Test("Unknown anatomy and patient leave no stray blanks")
    func unknown() throws {
        #expect(
            try Prompts.builtIn().userText(Question(png: [], question: "Normal?"))
                == "Describe the findings of this radiograph. Patient: patient. Normal?")
    }

    @Test("A prompt that is there but cannot be used stops the start")
    func unusable() throws {
        let texts = ["rep": "x", "chk": " \n", "trn": String(repeating: "x", count: Prompts.maxFile + 1)]
        #expect(throws: PromptError.unreadable(file: "rep_prompt.txt")) {
            try Self.loaded([:], bytes: ["rep": [0xFF, 0xFE, 0x41]])
        }
        #expect(throws: PromptError.empty(file: "chk_prompt.txt")) { try Self.loaded(texts) }
        #expect(throws: PromptError.tooLarge(file: "trn_prompt.txt", limit: Prompts.maxFile)) {
            try Self.loaded(texts.merging(["chk": "x"]) { $1 })
        }
    }
}
