import Foundation
import Radiology
import Store

/// Which exams are to be read again, and how.
public struct RequeueWish: Sendable {
    /// Names and values as `/api/exams` knows them.
    public var filters: [String: String] = [:]
    /// These, whatever the filters.
    public var uids: [String] = []
    /// An extra wish for these readings.
    public var instruction: String?
    public var priority = 0
    /// More than one exam is only read again when somebody says so.
    public var isSure = false
    public var isRehearsal = false

    public init() {}
}

extension Workstation {
    /// Has exams read again; their present answers stay until the new ones are there.
    /// - Throws: `.usage` for a filter that says nothing, and for many exams without a word that it is meant.
    public func requeue(_ wish: RequeueWish) throws {
        guard (wish.instruction?.count ?? 0) <= Self.longestInstruction else {
            throw WorkstationError(
                .usage, "The instruction has more than \(Self.longestInstruction) characters.",
                suggestion: "Say it in fewer words.")
        }
        let uids = try chosen(wish)
        if wish.isRehearsal { return try list(uids) }
        guard uids.count <= 1 || wish.isSure else {
            throw WorkstationError(
                .usage, "\(uids.count) exams would be read again; nothing was changed.",
                suggestion: "Look at them with --dry-run, then say --yes.")
        }
        var tally = Tally()
        for (number, uid) in uids.enumerated() {
            try Task.checkCancellation()
            try Self.orEnding { try readAgain(uid, wish, &tally) }
            console.progress(.init("Putting exams into the queue", done: number + 1, of: uids.count))
        }
        try writeDown("requeue", Self.words(of: wish).merging(["exams": "\(uids.count)"]) { $1 })
        try tally.answer(["queued", "waited already", "read after this one", "unknown"], on: console)
    }

    private func readAgain(_ uid: SOPInstanceUID, _ wish: RequeueWish, _ tally: inout Tally) throws(StoreError) {
        do throws(StoreError) {
            switch try archive.exams.requeue(
                uid, instruction: wish.instruction, priority: wish.priority, now: clock.now())
            {
            case .waits: tally.count("queued")
            case .waitedAlready: tally.count("waited already")
            case .follows: tally.count("read after this one")
            }
        } catch .unknownExam(let uid) {
            tally.fail(uid.rawValue, "No exam has this UID.", as: "unknown")
        }
    }

    private func list(_ uids: [SOPInstanceUID]) throws {
        for uid in uids {
            if console.wantsJSON {
                try console.answer(json: ["uid": uid.rawValue])
            } else {
                console.answer(uid.rawValue)
            }
        }
        if !console.wantsJSON { console.answer("\(uids.count) exams would be read again.") }
    }

    private func chosen(_ wish: RequeueWish) throws -> [SOPInstanceUID] {
        let named = try wish.uids.map { text in
            guard let uid = SOPInstanceUID(rawValue: text) else {
                throw WorkstationError(
                    .usage, "\(text.prefix(80)) is no SOP Instance UID.", suggestion: "It has digits and dots only.")
            }
            return uid
        }
        guard named.isEmpty || wish.filters.isEmpty else {
            throw WorkstationError(.usage, "UIDs and filters exclude each other.", suggestion: "Give one of them.")
        }
        if !named.isEmpty { return named }
        guard !wish.filters.isEmpty else {
            throw WorkstationError(
                .usage, "Nothing says which exams.", suggestion: "Give a filter such as --region chest, or UIDs.")
        }
        var filter = try Self.filter(wish.filters)
        // What waits or is read now needs no wish, and an ignored film is of no region that is read.
        if wish.filters["status"] == nil { filter.statuses = [.done, .error] }
        return try Self.orEnding { try ExamIndex(archive, threshold: threshold.score).uids(filter) }
    }

    /// A filter that is not understood would choose too many.
    static func filter(_ words: [String: String]) throws -> ExamFilter {
        for (name, value) in words.sorted(by: { $0.key < $1.key }) where value.lowercased() != "any" {
            let understood = ExamFilter(parameters: [name: value])
            guard understood.parameters[name]?.isEmpty == false else {
                throw WorkstationError(
                    .usage, "--\(name) does not understand its value.",
                    suggestion: "yes or no, 3-6, 5-, YYYY-MM-DD, or a word, as in `/api/exams`.")
            }
        }
        return ExamFilter(parameters: words)
    }

    /// For the audit log: what is searched for may be a name.
    private static func words(of wish: RequeueWish) -> [String: String] {
        let hidden: Set = ["search", "radiologist", "diagnostic"]
        let filters = wish.filters.sorted { $0.key < $1.key }
            .map { hidden.contains($0.key) ? $0.key : "\($0.key)=\($0.value)" }
        var words = ["filters": filters.joined(separator: " ")]
        if wish.filters.isEmpty { words = ["uids": wish.uids.prefix(7).joined(separator: " ")] }
        if wish.instruction != nil { words["instruction"] = "yes" }
        return words
    }
}
