import NIOCore
import Radiology
import Reports
import Store
import Synchronization

/// Answers as they went out, as long as the database is what it was. Never stale: every look asks for the number of the
/// last change first, and answers that depend on the time are kept under it.
final class AnswerCache: Sendable {
    struct Key: Hashable, Sendable {
        let path: String
        let query: String
        let audience: Audience
        /// Day or second, for answers that time changes by itself; else 0.
        let moment: Int
        /// Of what the answer is made from besides the exams, such as the figures' facts.
        let state: String
    }

    struct Answer: Sendable {
        let body: ByteBuffer
        /// With its quotes.
        let tag: String
    }

    private struct Shelf: Sendable {
        var version: ExamVersion?
        var answers: [Key: Answer] = [:]
        var bytes = 0

        mutating func clear() {
            answers.removeAll(keepingCapacity: true)
            bytes = 0
        }
    }

    private let shelf = Mutex(Shelf())

    func answer(_ key: Key, _ version: ExamVersion) -> Answer? {
        shelf.withLock { $0.version == version ? $0.answers[key] : nil }
    }

    func keep(_ answer: Answer, as key: Key, _ version: ExamVersion) {
        let size = answer.body.readableBytes
        guard size <= Self.longestAnswer, key.query.utf8.count + key.path.utf8.count <= Self.longestKey else { return }
        shelf.withLock { shelf in
            // Two answers can overtake each other; what is older is not kept.
            if let newest = shelf.version, newest.exams > version.exams || newest.patients > version.patients { return }
            let isFull = shelf.answers.count >= Self.mostAnswers || shelf.bytes + size > Self.mostBytes
            if shelf.version != version || isFull {
                shelf.clear()
                shelf.version = version
            }
            if shelf.answers.updateValue(answer, forKey: key) == nil { shelf.bytes += size }
        }
    }

    private static let mostAnswers = 512
    private static let mostBytes = 64 << 20
    private static let longestAnswer = 1 << 20
    private static let longestKey = 1024
}
